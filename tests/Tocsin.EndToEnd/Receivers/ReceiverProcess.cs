using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tocsin.EndToEnd.Receivers;

/// <summary>A real receiver of alerts as a process on a free port of the loopback.</summary>
internal sealed class ReceiverProcess : IDisposable
{
    private const int Attempts = 5;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _said = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _readyWords;
    private bool _isDisposed;

    private ReceiverProcess(ProcessStartInfo start, string readyWords)
    {
        _readyWords = readyWords;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; private init; }

    /// <summary>What it has said so far.</summary>
    public string Said
    {
        get
        {
            lock (_said)
                return _said.ToString();
        }
    }

    /// <summary>Starts one and waits until it says that it is ready. A port that was free a moment ago may be taken by now: then the next is tried.</summary>
    public static async Task<ReceiverProcess> StartAsync(string readyWords, SocketType type, Func<int, ProcessStartInfo> start)
    {
        for (var left = Attempts; ; left--)
        {
            var port = FreePort(type);
            var receiver = new ReceiverProcess(start(port), readyWords) { Port = port };
            try
            {
                await receiver._ready.Task.WaitAsync(Limit);
                return receiver;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                receiver.Dispose();
            }
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static int FreePort(SocketType type)
    {
        using var probe = new Socket(AddressFamily.InterNetwork, type, type == SocketType.Dgram ? ProtocolType.Udp : ProtocolType.Tcp);
        probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)probe.LocalEndPoint!).Port; // It is bound.
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _ready.TrySetException(new InvalidOperationException("it ended: " + Said));
            return;
        }

        lock (_said)
            _said.AppendLine(line);
        if (line.Contains(_readyWords, StringComparison.Ordinal))
            _ready.TrySetResult();
    }
}
