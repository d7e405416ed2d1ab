using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>The other side of the <c>post</c> handler, down to the socket: takes events, or fails at them in the ways that networks and services do.</summary>
internal sealed class ScriptedSink : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Request> _requests = [];
    private readonly Func<int, SinkFault> _script;
    private readonly Dictionary<SinkFault, int> _faults = [];

    /// <param name="script">Says what happens to the n-th request, from 0 on.</param>
    /// <param name="isDown">True to refuse connections until <see cref="Up"/>.</param>
    public ScriptedSink(Func<int, SinkFault> script, bool isDown = false)
    {
        _script = script;

        // A socket that is bound and does not listen refuses connections, and nobody else can take its port.
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/"; // It is bound.
        if (!isDown)
            Up();
    }

    public string Url { get; }

    /// <summary>All requests that came whole, in their order.</summary>
    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (_requests)
                return [.. _requests];
        }
    }

    /// <summary>How many different events were taken.</summary>
    public int TakenCount => Requests.Where(request => request.IsTaken).Select(request => request.Message).Distinct().Count();

    /// <summary>How many requests met a fault.</summary>
    public int FaultCount(SinkFault fault)
    {
        lock (_requests)
            return _faults.GetValueOrDefault(fault);
    }

    public void Up()
    {
        _listener.Listen();
        _ = AcceptAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var stop = _stop.Token;
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptAsync(stop), stop);
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        using (socket)
        {
            try
            {
                while (await TakeRequestAsync(socket, stop))
                {
                    // The client uses the connection again.
                }
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException)
            {
                // The client gave up, or the test is over.
            }
        }
    }

    /// <summary>Takes one request; false when the connection is no more.</summary>
    private async Task<bool> TakeRequestAsync(Socket socket, CancellationToken stop)
    {
        var head = await ReadHeadAsync(socket, stop);
        if (head.Length == 0)
            return false;
        var length = int.Parse(head.Split("Content-Length: ")[1].Split("\r\n")[0]);
        var fault = Next();
        var body = new byte[fault == SinkFault.ResetInRequest ? length / 2 : length];
        await ReceiveAllAsync(socket, body, stop);
        if (fault != SinkFault.ResetInRequest)
            Note(body, isTaken: fault == SinkFault.None);
        switch (fault)
        {
            case SinkFault.ResetInRequest:
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case SinkFault.ResetInAnswer:
                await SendAsync(socket, "HTTP/1.1 200 O", stop);
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return false;
            case SinkFault.Silent:
                await socket.ReceiveAsync(new byte[1], stop);
                return false;
            case SinkFault.Garbage:
                await SendAsync(socket, "\u0001\u0002 go away\r\n\r\n", stop);
                return false;
            case SinkFault.Throttling:
                await SendAsync(socket, "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 3600\r\nContent-Length: 4\r\n\r\nslow", stop);
                return true;
            case SinkFault.ServerError:
                await SendAsync(socket, "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\noops", stop);
                return true;
            default:
                await SendAsync(socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", stop);
                return true;
        }
    }

    private SinkFault Next()
    {
        lock (_requests)
        {
            var fault = _script(_faults.Values.Sum());
            _faults[fault] = _faults.GetValueOrDefault(fault) + 1;
            return fault;
        }
    }

    private void Note(byte[] body, bool isTaken)
    {
        using var json = JsonDocument.Parse(body);
        string Text(string name) => json.RootElement.GetProperty(name).GetString() ?? "";
        lock (_requests)
            _requests.Add(new Request(Text("id"), Text("message"), Text("level"), isTaken));
    }

    private static async Task<string> ReadHeadAsync(Socket socket, CancellationToken stop)
    {
        // Byte by byte: what follows the head is the body.
        var head = new List<byte>();
        var one = new byte[1];
        while (!head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await socket.ReceiveAsync(one, stop) == 0)
                return "";
            head.Add(one[0]);
        }

        return Encoding.ASCII.GetString([.. head]);
    }

    private static async Task ReceiveAllAsync(Socket socket, byte[] bytes, CancellationToken stop)
    {
        for (var filled = 0; filled < bytes.Length;)
        {
            var read = await socket.ReceiveAsync(bytes.AsMemory(filled), stop);
            if (read == 0)
                throw new SocketException((int)SocketError.ConnectionReset);
            filled += read;
        }
    }

    private static async Task SendAsync(Socket socket, string text, CancellationToken stop) =>
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), stop);

    /// <summary>An event that came.</summary>
    internal readonly record struct Request(string Id, string Message, string Level, bool IsTaken);
}
