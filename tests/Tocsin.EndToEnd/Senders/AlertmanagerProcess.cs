using System.Globalization;
using System.Text;

namespace Tocsin.EndToEnd.Senders;

/// <summary>Prometheus Alertmanager as a process, on a port of its choice.</summary>
internal sealed class AlertmanagerProcess : IDisposable
{
    public const string Program = "prometheus-alertmanager";
    public const string Install = "apt-get install --no-install-recommends prometheus-alertmanager";

    private readonly ListeningProgram _program;
    private readonly HttpClient _http;

    private AlertmanagerProcess(ListeningProgram program)
    {
        _program = program;
        _http = new HttpClient { BaseAddress = program.Address };
    }

    /// <summary>Starts and waits until it listens.</summary>
    public static async Task<AlertmanagerProcess> StartAsync(string folder, string configuration)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "alertmanager.yml"), configuration);
        return new AlertmanagerProcess(await ListeningProgram.StartAsync(
            Program, folder, "--config.file=alertmanager.yml", "--storage.path=alertmanager", "--web.listen-address=127.0.0.1:0", "--cluster.listen-address="));
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _program.Address;

    /// <summary>What it has said so far.</summary>
    public string Log => _program.Log;

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
        _program.Dispose();
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
