using System.Globalization;

namespace Tocsin.EndToEnd.Influx;

/// <summary>A stream and what a real InfluxDB answers are recorded by the commands of the program, and played with the same alerts.</summary>
public sealed class RecordingRoundTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task What_tasks_alert_of_they_alert_of_again_when_their_recordings_are_played()
    {
        using var sink = new HttpStandIn();
        await using var influx = await InfluxDaemon.StartAsync();
        await influx.QueryAsync("CREATE DATABASE telegraf");
        _folder.Write("tocsin.yaml", $$"""{ influxdb: [{ urls: ["{{influx.Url}}"], disable-subscriptions: true }] }""");
        _folder.Write("load/tasks/stream.tick", $"""
            dbrp "telegraf"."autogen"
            stream|from().measurement('cpu').groupBy('host')|alert().id('stream').crit(lambda: "usage" > 90).post('{sink.Url}stream')
            """);
        _folder.Write("load/tasks/batch.tick", $"""
            dbrp "telegraf"."autogen"
            batch|query('SELECT max(usage) AS usage FROM "telegraf"."autogen"."cpu"').period(1h).every(1h).groupBy('host')
                |alert().id('batch').crit(lambda: "usage" > 90).post('{sink.Url}batch')
            """);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        var start = DateTimeOffset.UtcNow.AddHours(-3);

        await OkAsync(server, "record", "stream", "-task", "stream", "-duration", "1h", "-recording-id", "s", "-no-wait");
        await WriteAsync(http, $"cpu,host=web-07 usage=97 {Nanoseconds(start)}");
        var live = await sink.NextAsync();
        await WriteAsync(http, $"end usage=1 {Nanoseconds(DateTimeOffset.UtcNow.AddHours(2))}");
        await Until.True(async () => (await OkAsync(server, "list", "recordings")).Contains("finished", StringComparison.Ordinal), "the recording has ended", TimeSpan.FromSeconds(30));
        await OkAsync(server, "replay", "-task", "stream", "-recording", "s", "-rec-time");
        var played = await sink.NextAsync();

        (played.Path, played.Body).Should().Be((live.Path, live.Body));

        await influx.WriteAsync("telegraf", $"cpu,host=web-07 usage=99 {Nanoseconds(start.AddMinutes(30))}");
        await OkAsync(server, "replay-live", "batch", "-task", "batch", "-past", "3h", "-rec-time");
        var asked = await sink.NextAsync();
        await OkAsync(server, "record", "batch", "-task", "batch", "-start", Text(start), "-stop", Text(start.AddHours(2)), "-recording-id", "b");
        await influx.QueryAsync("DROP DATABASE telegraf");
        await OkAsync(server, "replay", "-task", "batch", "-recording", "b", "-rec-time");
        var recorded = await sink.NextAsync();

        asked.Body.Should().Contain("\"usage\"],\"values\":[[").And.Contain("99");
        (recorded.Path, Level(recorded.Body)).Should().Be((asked.Path, Level(asked.Body)));
        (await OkAsync(server, "list", "replays")).Split('\n').Count(line => line.Contains("finished", StringComparison.Ordinal)).Should().Be(3);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<string> OkAsync(TocsinProcess server, params string[] arguments)
    {
        var (exitCode, output, errors) = await TocsinProcess.RunAsync(_folder.Path, server.Url, arguments);
        exitCode.Should().Be(0, errors);
        return output;
    }

    private static async Task WriteAsync(HttpClient http, string line)
    {
        using var lines = new StringContent(line);
        using var written = await http.PostAsync(new Uri("/write?db=telegraf&rp=autogen", UriKind.Relative), lines);
        written.EnsureSuccessStatusCode();
    }

    private static string Level(string body) => body[body.IndexOf("\"level\":", StringComparison.Ordinal)..].Split(',')[0];

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Nanoseconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() * 1_000_000).ToString(CultureInfo.InvariantCulture);
}
