using System.Net.Sockets;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A connection to a function that somebody else runs.</summary>
internal sealed class SocketChannel : FunctionChannel
{
    private readonly Socket _socket;
    private readonly NetworkStream _stream;

    private SocketChannel(Socket socket)
    {
        _socket = socket;
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    public override long Memory => 0;

    protected override Stream Input => _stream;

    protected override Stream Output => _stream;

    /// <exception cref="FunctionEndedException">Nobody listens there, or takes the connection within the time-out.</exception>
    public static async Task<SocketChannel> ConnectAsync(ProcessFunctionOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Socket), either.Token).ConfigureAwait(false);
            return new SocketChannel(socket);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException or ArgumentException)
                throw new FunctionEndedException(!File.Exists(options.Socket) ? $"there is no socket {options.Socket}: start the function that makes it" : $"cannot connect to the socket {options.Socket}: {e.Message}");
            if (e is OperationCanceledException && !cancellationToken.IsCancellationRequested)
                throw new FunctionEndedException($"the socket {options.Socket} did not accept the connection within {options.Timeout.TotalSeconds} s");
            throw;
        }
    }

    public override void CloseInput()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side was faster.
        }
    }

    public override ValueTask DisposeAsync() => _stream.DisposeAsync();

    protected override Task<(string How, IReadOnlyList<string> LastLines)> ObserveEndAsync() =>
        Task.FromResult<(string, IReadOnlyList<string>)>(("it closed the connection", []));

    protected override void Kill() => _stream.Dispose();
}
