using System.Diagnostics;
using System.Text;

namespace Tocsin.EndToEnd;

/// <summary>A program of others as a process, which says on its standard error where it listens.</summary>
internal sealed class ListeningProgram : IDisposable
{
    private const string Said = "msg=\"Listening on\" address=";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ListeningProgram(string program, string folder, IEnumerable<string> arguments)
    {
        _process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardError = true } };
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it has said so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts and waits until it listens.</summary>
    public static async Task<ListeningProgram> StartAsync(string program, string folder, params string[] arguments)
    {
        var started = new ListeningProgram(program, folder, arguments);
        try
        {
            started.Address = new Uri("http://" + await started._listens.Task.WaitAsync(Limit));
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            _listens.TrySetException(new InvalidOperationException("The program ended: " + Log));
            return;
        }

        lock (_log)
            _log.AppendLine(line);
        if (line.IndexOf(Said, StringComparison.Ordinal) is >= 0 and var at)
            _listens.TrySetResult(line[(at + Said.Length)..].Trim());
    }
}
