using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tocsin.EndToEnd.Influx;

/// <summary>What a real InfluxDB sent, and what it answered, is recorded and played to tasks again, with the same alerts.</summary>
public sealed class InfluxRecordingTests
{
    private const string Api = "kapacitor/v1/";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task A_recording_of_what_came_and_of_what_was_asked_raises_the_same_alerts_again()
    {
        await using var rig = await InfluxRig.StartAsync("kapacitor-hostname: 127.0.0.1, subscriptions-sync-interval: 1s", Tasks, subscriber: "enabled = true");
        await Until.True(
            async () =>
            {
                await rig.Influx.WriteAsync("telegraf", "warm v=1");
                using var seen = await rig.Http.GetAsync(new Uri(Api + "tasks/warm/seen", UriKind.Relative));
                return (await seen.Content.ReadAsStringAsync()).Contains("values", StringComparison.Ordinal);
            },
            "InfluxDB sends what is written to it",
            Limit);

        await PostAsync(rig, "recordings/stream", new { id = "came", task = "stream", stop = "2020-01-01T00:00:10Z" });
        await rig.Influx.WriteAsync("telegraf", "m,h=a v=1 1577836800000000000\nm,h=b v=2 1577836801000000000\nm,h=a v=3 1577836802000000000\nm,h=a v=4 1577836811000000000");
        var live = await AlertsAsync(rig, 4);
        await FinishedAsync(rig, "recordings/came");
        await PostAsync(rig, "replays", new { id = "again", task = "stream", recording = "came", clock = "fast" }, ("recording-time", true));
        // The fourth came after the time at which the recording was to stop, and ended it.
        (await AlertsAsync(rig, 3)).Should().BeEquivalentTo(live.Where(alert => !alert.Contains("s of a of 4 ", StringComparison.Ordinal)));
        await FinishedAsync(rig, "replays/again");

        await PostAsync(rig, "recordings/batch", new { id = "asked", task = "batch", start = "2020-01-01T00:00:00Z", stop = "2020-01-01T00:00:20Z" });
        await FinishedAsync(rig, "recordings/asked");
        await PostAsync(rig, "replays", new { id = "first", task = "batch", recording = "asked", clock = "fast" }, ("recording-time", true));
        var first = await AlertsAsync(rig, 2);
        await FinishedAsync(rig, "replays/first");
        await PostAsync(rig, "replays", new { id = "second", task = "batch", recording = "asked", clock = "fast" }, ("recording-time", true));
        (await AlertsAsync(rig, 2)).Should().Equal(first);

        first.Should().Equal("/batch CRITICAL b of 3 at 2020-01-01T00:00:02Z", "/batch CRITICAL b of 4 at 2020-01-01T00:00:11Z");
    }

    private static IEnumerable<(string Name, string Script)> Tasks(string sink) =>
    [
        ("warm", "stream|from().measurement('warm')|httpOut('seen')\n"),
        ("stream", $$$"""
            stream|from().measurement('m').groupBy('h')
                |alert().id('s of {{ index .Tags "h" }}').message('{{ .ID }} of {{ index .Fields "v" }}').crit(lambda: TRUE).post('{{{sink}}}stream')
            """),
        ("batch", $$$"""
            batch|query('SELECT v FROM "telegraf"."autogen".m').period(10s).every(10s)
                |last('v').as('v').usePointTimes()
                |alert().id('b').message('{{ .ID }} of {{ index .Fields "v" }}').crit(lambda: TRUE).post('{{{sink}}}batch')
            """),
    ];

    private static async Task PostAsync(InfluxRig rig, string path, object body, params (string Name, object Value)[] more)
    {
        var all = body.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(body));
        foreach (var (name, value) in more)
            all[name] = value;
        using var answer = await rig.Http.PostAsJsonAsync(new Uri(Api + path, UriKind.Relative), all);
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private static async Task FinishedAsync(InfluxRig rig, string path)
    {
        var text = "";
        await Until.True(
            async () =>
            {
                using var answer = await rig.Http.GetAsync(new Uri(Api + path, UriKind.Relative));
                text = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.OK;
            },
            path,
            Limit);
        JsonSerializer.Deserialize<JsonElement>(text).GetProperty("status").GetString().Should().Be("finished", text);
    }

    private static async Task<List<string>> AlertsAsync(InfluxRig rig, int count)
    {
        var alerts = new List<string>();
        while (alerts.Count < count)
        {
            var (path, body) = await rig.Sink.NextAsync();
            var alert = JsonSerializer.Deserialize<JsonElement>(body);
            alerts.Add($"{path} {alert.GetProperty("level")} {alert.GetProperty("message")} at {alert.GetProperty("time")}");
        }

        return alerts;
    }
}
