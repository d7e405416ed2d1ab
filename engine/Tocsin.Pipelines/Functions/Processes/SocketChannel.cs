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

    public override Stream Input => _stream;

    public override Stream Output => _stream;

    public override long Memory => 0;

    /// <exception cref="FunctionEndedException">Nobody listens there.</exception>
    public static async Task<SocketChannel> ConnectAsync(ProcessFunctionOptions options, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(options.Socket), cancellationToken).ConfigureAwait(false);
            return new SocketChannel(socket);
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (e is SocketException or ArgumentException)
                throw new FunctionEndedException($"nobody answers on the socket {options.Socket}: {e.Message}");
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
