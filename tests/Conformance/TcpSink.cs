using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Conformance;

/// <summary>Keeps every line sent over TCP, one connection after the other.</summary>
internal sealed class TcpSink : IAsyncDisposable
{
    private const string End = "\u0004";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> _lines = [];
    private readonly Task _reading;

    public TcpSink()
    {
        _listener.Start(256);
        _reading = ReadAsync();
    }

    public string Address => _listener.LocalEndpoint.ToString()!;

    /// <summary>All lines of the connections that have been made so far.</summary>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        // Connections are read in the order they were made: when this one has been read, so have all before it.
        using (var last = new TcpClient())
        {
            await last.ConnectAsync((IPEndPoint)_listener.LocalEndpoint);
            await last.GetStream().WriteAsync(Encoding.UTF8.GetBytes(End));
        }

        await _ended.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return _lines;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _reading;
    }

    private async Task ReadAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                while (await reader.ReadLineAsync() is { } line)
                {
                    if (line == End)
                        _ended.TrySetResult();
                    else if (!string.IsNullOrWhiteSpace(line))
                        _lines.Add(line);
                }
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or IOException)
        {
            // The listener was stopped: the case is over.
        }
    }
}
