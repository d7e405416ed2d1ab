using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Prometheus Alertmanager as a process, on a port of its choice.</summary>
internal sealed class AlertmanagerProcess : IDisposable
{
    public const string Program = "prometheus-alertmanager";
    public const string Install = "apt-get install --no-install-recommends prometheus-alertmanager";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly HttpClient _http = new();
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AlertmanagerProcess(string folder, string configuration)
    {
        File.WriteAllText(Path.Combine(folder, "alertmanager.yml"), configuration);
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Program)
            {
                WorkingDirectory = folder,
                RedirectStandardError = true,
                ArgumentList =
                {
                    "--config.file=alertmanager.yml", "--storage.path=alertmanager", "--web.listen-address=127.0.0.1:0", "--cluster.listen-address=",
                },
            },
        };
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
    }

    /// <summary>Starts and waits until it listens.</summary>
    public static async Task<AlertmanagerProcess> StartAsync(string folder, string configuration)
    {
        var started = new AlertmanagerProcess(folder, configuration);
        try
        {
            started._http.BaseAddress = new Uri("http://" + await started._listens.Task.WaitAsync(Limit));
            return started;
        }
        catch
        {
            started.Dispose();
            throw;
        }
    }

    /// <summary>What it has said so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Posts an alert to its API.</summary>
    public async Task PostAsync(string labels, string annotations, DateTimeOffset starts, DateTimeOffset? ends)
    {
        var end = ends is { } time ? $",\"endsAt\":\"{Text(time)}\"" : "";
        using var body = new StringContent(
            $$"""[{"labels":{{labels}},"annotations":{{annotations}},"startsAt":"{{Text(starts)}}"{{end}}}]""", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/api/v2/alerts", UriKind.Relative), body);
        answer.IsSuccessStatusCode.Should().BeTrue("{0}", await answer.Content.ReadAsStringAsync());
    }

    public void Dispose()
    {
        _http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void Take(string? line)
    {
        if (line is null)
        {
            _listens.TrySetException(new InvalidOperationException("Alertmanager ended: " + Log));
            return;
        }

        lock (_log)
            _log.AppendLine(line);
        const string said = "msg=\"Listening on\" address=";
        if (line.IndexOf(said, StringComparison.Ordinal) is >= 0 and var at)
            _listens.TrySetResult(line[(at + said.Length)..].Trim());
    }
}
