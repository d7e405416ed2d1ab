using System.Net;
using System.Net.Sockets;

namespace Tocsin.Benchmarks.Deliveries;

/// <summary>
/// The other side of the deliveries, a process of its own: as little HTTP as will do, so that what is measured is not the sink. It holds
/// its answers back until a request to <c>/open</c>, and tells at <c>/stats</c> what it got.
/// </summary>
internal sealed class Sink
{
    private static readonly byte[] Taken = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray();

    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Latencies _latencies = new();
    private long _count;

    /// <summary>Serves until the standard input ends; says its port first.</summary>
    public static async Task RunAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Console.WriteLine(((IPEndPoint)listener.LocalEndpoint).Port);
        _ = new Sink().AcceptAsync(listener);
        await Console.In.ReadToEndAsync();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        while (true)
            _ = ServeAsync(await listener.AcceptSocketAsync());
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var buffer = new byte[64 * 1024];
            var filled = 0;
            while (await socket.ReceiveAsync(buffer.AsMemory(filled)) is > 0 and var read)
            {
                filled += read;
                while (RequestLength(buffer.AsSpan(0, filled)) is { } length && length <= filled)
                {
                    await socket.SendAsync(await AnswerAsync(buffer.AsMemory(0, length)));
                    buffer.AsSpan(length, filled - length).CopyTo(buffer);
                    filled -= length;
                }
            }
        }
    }

    private async ValueTask<byte[]> AnswerAsync(ReadOnlyMemory<byte> request)
    {
        if (request.Span.StartsWith("GET /open "u8))
        {
            _open.TrySetResult();
            return Taken;
        }

        if (request.Span.StartsWith("GET /stats "u8))
            return Answer(FormattableString.Invariant($"{Interlocked.Read(ref _count)} {_latencies.Take()}"));

        _latencies.Add(request.Span);
        await _open.Task;
        Interlocked.Increment(ref _count);
        return Taken;
    }

    private static byte[] Answer(string text) =>
        System.Text.Encoding.ASCII.GetBytes(FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}"));

    /// <summary>Head and body together; null while the head is not complete.</summary>
    private static int? RequestLength(ReadOnlySpan<byte> bytes)
    {
        var head = bytes.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return null;
        var at = bytes[..head].IndexOf("Content-Length: "u8);
        var body = 0;
        for (var i = at + "Content-Length: ".Length; at >= 0 && bytes[i] is >= (byte)'0' and <= (byte)'9'; i++)
            body = (body * 10) + (bytes[i] - '0');
        return head + 4 + body;
    }
}
