using System.Globalization;

namespace Tocsin.EndToEnd.Influx;

/// <summary>A stream and what a real InfluxDB answers are recorded by the commands of the program, and played with the same alerts.</summary>
public sealed class RecordingRoundTests
{
    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task What_tasks_alert_of_they_alert_of_again_when_their_recordings_are_played()
    {
        await using var rig = await InfluxRig.StartAsync("disable-subscriptions: true", Tasks);
        var start = DateTimeOffset.UtcNow.AddHours(-3);

        await rig.RunAsync("record", "stream", "-task", "stream", "-duration", "1h", "-recording-id", "s", "-no-wait");
        await WriteAsync(rig.Http, $"cpu,host=web-07 usage=97 {Nanoseconds(start)}");
        var live = await rig.Sink.NextAsync();
        await WriteAsync(rig.Http, $"end usage=1 {Nanoseconds(DateTimeOffset.UtcNow.AddHours(2))}");
        await Until.True(async () => (await rig.RunAsync("list", "recordings")).Contains("finished", StringComparison.Ordinal), "the recording has ended", TimeSpan.FromSeconds(30));
        await rig.RunAsync("replay", "-task", "stream", "-recording", "s", "-rec-time");
        var played = await rig.Sink.NextAsync();

        (played.Path, played.Body).Should().Be((live.Path, live.Body));

        await rig.Influx.WriteAsync("telegraf", $"cpu,host=web-07 usage=99 {Nanoseconds(start.AddMinutes(30))}");
        await rig.RunAsync("replay-live", "batch", "-task", "batch", "-past", "3h", "-rec-time");
        var asked = await rig.Sink.NextAsync();
        await rig.RunAsync("record", "batch", "-task", "batch", "-start", Text(start), "-stop", Text(start.AddHours(2)), "-recording-id", "b");
        await rig.Influx.QueryAsync("DROP DATABASE telegraf");
        await rig.RunAsync("replay", "-task", "batch", "-recording", "b", "-rec-time");
        var recorded = await rig.Sink.NextAsync();

        asked.Body.Should().Contain("\"usage\"],\"values\":[[").And.Contain("99");
        (recorded.Path, Level(recorded.Body)).Should().Be((asked.Path, Level(asked.Body)));
        (await rig.RunAsync("list", "replays")).Split('\n').Count(line => line.Contains("finished", StringComparison.Ordinal)).Should().Be(3);
    }

    private static IEnumerable<(string Name, string Script)> Tasks(string sink) =>
    [
        ("stream", $"stream|from().measurement('cpu').groupBy('host')|alert().id('stream').crit(lambda: \"usage\" > 90).post('{sink}stream')\n"),
        ("batch", $"""
            batch|query('SELECT max(usage) AS usage FROM "telegraf"."autogen"."cpu"').period(1h).every(1h).groupBy('host')
                |alert().id('batch').crit(lambda: "usage" > 90).post('{sink}batch')
            """),
    ];

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
