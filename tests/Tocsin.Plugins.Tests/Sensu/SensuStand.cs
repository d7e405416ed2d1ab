using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.Plugins.Tests.Sensu;

/// <summary>Stands in for the socket of a Sensu client: reads a line from each connection, answers and closes it.</summary>
internal sealed class SensuStand : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _lines = new();
    private readonly string? _reply;
    private readonly Task _serving;

    /// <param name="reply">The answer; null reads nothing and says nothing.</param>
    public SensuStand(string? reply = "ok")
    {
        _reply = reply;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public Task Connected => _connected.Task;

    public string Lines
    {
        get
        {
            lock (_lines)
                return _lines.ToString();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _connected.TrySetResult();
                if (_reply is null)
                    await Task.Delay(Timeout.Infinite, _end.Token);
                using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
                var line = await reader.ReadLineAsync(_end.Token);
                lock (_lines)
                    _lines.Append(line).Append('\n');
                await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(_reply ?? ""), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
