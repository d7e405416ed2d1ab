using System.Net;
using System.Net.Sockets;

namespace Tocsin.Inputs.Intake;

/// <summary>Listens to UDP and hands on each datagram.</summary>
internal sealed class Datagrams : IAsyncDisposable
{
    /// <summary>No datagram can be longer.</summary>
    public const int MostBytes = 64 * 1024;

    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(100);

    private readonly Socket _socket;
    private readonly CancellationTokenSource _closing = new();
    private readonly int _mostBytes;
    private readonly TimeProvider _time;
    private readonly InputCounts _counts;
    private Task _receiving = Task.CompletedTask;

    private Datagrams(Socket socket, int mostBytes, TimeProvider time, InputCounts counts) =>
        (_socket, _mostBytes, _time, _counts) = (socket, mostBytes, time, counts);

    public string Address => _socket.LocalEndPoint?.ToString() ?? "";

    /// <param name="address">Host and port.</param>
    /// <param name="readBuffer">Bytes that the system keeps of datagrams that wait; 0 leaves that to the system.</param>
    /// <param name="mostBytes">The longest datagram that is taken.</param>
    /// <param name="time">The clock.</param>
    /// <param name="counts">Is told what comes in.</param>
    /// <exception cref="InputException">The address cannot be listened on.</exception>
    public static Datagrams Open(string address, int readBuffer, int mostBytes, TimeProvider time, InputCounts counts)
    {
        var endpoint = BindAddress.Parse(address);
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endpoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            if (readBuffer > 0)
                socket.ReceiveBufferSize = readBuffer;
            socket.Bind(endpoint);
            return new Datagrams(socket, mostBytes, time, counts);
        }
        catch (SocketException problem)
        {
            socket.Dispose();
            throw CannotListen(address, problem.Message, problem);
        }
    }

    internal static InputException CannotListen(string address, string why, Exception cause) =>
        new($"cannot listen on {address}: {why}. Stop the program that listens there, or give another bind-address", cause);

    /// <summary>Begins to receive.</summary>
    /// <param name="take">Is called with one datagram at a time, whose bytes it must not keep.</param>
    public void Start(Action<ReadOnlyMemory<byte>> take) => _receiving = Task.Run(() => ReceiveAsync(take));

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _receiving.ConfigureAwait(false);
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReceiveAsync(Action<ReadOnlyMemory<byte>> take)
    {
        // One byte more than may come shows what is longer.
        var buffer = new byte[_mostBytes + 1];
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, _closing.Token).ConfigureAwait(false);
                _counts.Received();
                if (length > _mostBytes)
                    _counts.Refuse($"a datagram is longer than the {_mostBytes} bytes of udp-payload-size: send less at once, or raise it");
                else
                    take(buffer.AsMemory(0, length));
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException problem)
            {
                _counts.Note($"receiving fails: {problem.Message}");
                await PauseAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task PauseAsync()
    {
        try
        {
            await Task.Delay(PauseAfterError, _time, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It closes.
        }
    }
}
