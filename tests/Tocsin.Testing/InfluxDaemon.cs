using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Tocsin.Testing;

/// <summary>A real InfluxDB 1.x as a process, with a folder of its own and on a port of its choice.</summary>
public sealed partial class InfluxDaemon : IAsyncDisposable
{
    public const string Program = "influxd";
    public const string Install = "apt-get install --no-install-recommends influxdb";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource<string> _listens = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly HttpClient _http = new();

    private InfluxDaemon(string http, string subscriber)
    {
        var file = _folder.Write("influxdb.conf", $"""
            reporting-disabled = true
            bind-address = "127.0.0.1:0"
            [meta]
              dir = "{_folder.Of("meta")}"
              logging-enabled = false
            [data]
              dir = "{_folder.Of("data")}"
              wal-dir = "{_folder.Of("wal")}"
              query-log-enabled = false
            [monitor]
              store-enabled = false
            [continuous_queries]
              enabled = false
            [subscriber]
              {subscriber}
            [http]
              bind-address = "127.0.0.1:0"
              log-enabled = false
              {http}
            """);
        _process = new Process { StartInfo = new ProcessStartInfo(Program, ["-config", file]) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true } };
        _process.ErrorDataReceived += (_, line) => Take(line.Data);
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Host and port.</summary>
    public string Address { get; private set; } = "";

    public string Url => $"http://{Address}";

    /// <summary>Starts and waits until it listens.</summary>
    /// <param name="http">More lines of its section <c>[http]</c>.</param>
    /// <param name="subscriber">The lines of its section <c>[subscriber]</c>; by default it forwards no writes.</param>
    public static async Task<InfluxDaemon> StartAsync(string http = "", string subscriber = "enabled = false")
    {
        var started = new InfluxDaemon(http, subscriber);
        try
        {
            started.Address = await started._listens.Task.WaitAsync(Limit);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a statement; the answer as JSON.</summary>
    /// <param name="epoch">What times count; empty for dates.</param>
    public async Task<string> QueryAsync(string statement, string database = "", string epoch = "ns")
    {
        using var body = new FormUrlEncodedContent([new("q", statement), new("db", database)]);
        using var answer = await _http.PostAsync(new Uri($"{Url}/query?epoch={epoch}"), body);
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Writes line protocol to a database, which it makes.</summary>
    public async Task WriteAsync(string database, string lines, string policy = "")
    {
        await QueryAsync($"CREATE DATABASE \"{database}\"");
        using var body = new StringContent(lines);
        using var answer = await _http.PostAsync(new Uri($"{Url}/write?db={Uri.EscapeDataString(database)}&rp={Uri.EscapeDataString(policy)}"), body);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"InfluxDB refuses the lines: {await answer.Content.ReadAsStringAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _folder.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            if (_process.HasExited)
                _listens.TrySetException(new InvalidOperationException($"{Program} ended:\n{_log}"));
            return;
        }

        lock (_log)
            _log.AppendLine(line);
        if (Listening().Match(line) is { Success: true } match)
            _listens.TrySetResult(match.Groups[1].Value);
    }

    [GeneratedRegex(@"Listening on HTTP.*?(127\.0\.0\.1:\d+)")]
    private static partial Regex Listening();
}
