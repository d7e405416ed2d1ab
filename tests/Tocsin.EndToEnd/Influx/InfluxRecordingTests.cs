using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Tocsin.EndToEnd.Influx;

/// <summary>What a real InfluxDB sent, and what it answered, is recorded and played to tasks again, with the same alerts.</summary>
public sealed class InfluxRecordingTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();
    private readonly HttpStandIn _sink = new();

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task A_recording_of_what_came_and_of_what_was_asked_raises_the_same_alerts_again()
    {
        await using var influx = await InfluxDaemon.StartAsync(subscriber: "enabled = true");
        await influx.QueryAsync("CREATE DATABASE telegraf");
        using var server = await ServeAsync(influx);
        await Until.True(
            async () =>
            {
                await influx.WriteAsync("telegraf", "warm v=1");
                using var seen = await _http.GetAsync(new Uri("tasks/warm/seen", UriKind.Relative));
                return (await seen.Content.ReadAsStringAsync()).Contains("values", StringComparison.Ordinal);
            },
            "InfluxDB sends what is written to it",
            Limit);

        await PostAsync("recordings/stream", new { id = "came", task = "stream", stop = "2020-01-01T00:00:10Z" });
        await influx.WriteAsync("telegraf", "m,h=a v=1 1577836800000000000\nm,h=b v=2 1577836801000000000\nm,h=a v=3 1577836802000000000\nm,h=a v=4 1577836811000000000");
        var live = await AlertsAsync(4);
        await FinishedAsync("recordings/came");
        await PostAsync("replays", new { id = "again", task = "stream", recording = "came", clock = "fast" }, ("recording-time", true));
        // The fourth came after the time at which the recording was to stop, and ended it.
        (await AlertsAsync(3)).Should().BeEquivalentTo(live.Where(alert => !alert.Contains("s of a of 4 ", StringComparison.Ordinal)));
        await FinishedAsync("replays/again");

        await PostAsync("recordings/batch", new { id = "asked", task = "batch", start = "2020-01-01T00:00:00Z", stop = "2020-01-01T00:00:20Z" });
        await FinishedAsync("recordings/asked");
        await PostAsync("replays", new { id = "first", task = "batch", recording = "asked", clock = "fast" }, ("recording-time", true));
        var first = await AlertsAsync(2);
        await FinishedAsync("replays/first");
        await PostAsync("replays", new { id = "second", task = "batch", recording = "asked", clock = "fast" }, ("recording-time", true));
        (await AlertsAsync(2)).Should().Equal(first);

        first.Should().Equal("/batch CRITICAL b of 3 at 2020-01-01T00:00:02Z", "/batch CRITICAL b of 4 at 2020-01-01T00:00:11Z");
    }

    public void Dispose()
    {
        _sink.Dispose();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<TocsinProcess> ServeAsync(InfluxDaemon influx)
    {
        _folder.Write("tocsin.yaml", $$"""
            influxdb:
              - { urls: ["{{influx.Url}}"], kapacitor-hostname: 127.0.0.1, subscriptions-sync-interval: 1s }
            """);
        _folder.Write("load/tasks/warm.tick", "dbrp \"telegraf\".\"autogen\"\nstream|from().measurement('warm')|httpOut('seen')\n");
        _folder.Write("load/tasks/stream.tick", $$$"""
            dbrp "telegraf"."autogen"
            stream|from().measurement('m').groupBy('h')
                |alert().id('s of {{ index .Tags "h" }}').message('{{ .ID }} of {{ index .Fields "v" }}').crit(lambda: TRUE).post('{{{_sink.Url}}}stream')
            """);
        _folder.Write("load/tasks/batch.tick", $$$"""
            dbrp "telegraf"."autogen"
            batch|query('SELECT v FROM "telegraf"."autogen".m').period(10s).every(10s)
                |last('v').as('v').usePointTimes()
                |alert().id('b').message('{{ .ID }} of {{ index .Fields "v" }}').crit(lambda: TRUE).post('{{{_sink.Url}}}batch')
            """);
        var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        _http.BaseAddress = new Uri(server.Url + "/kapacitor/v1/");
        return server;
    }

    private async Task PostAsync(string path, object body, params (string Name, object Value)[] more)
    {
        var all = body.GetType().GetProperties().ToDictionary(property => property.Name, property => property.GetValue(body));
        foreach (var (name, value) in more)
            all[name] = value;
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), all);
        answer.StatusCode.Should().Be(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
    }

    private async Task FinishedAsync(string path)
    {
        var text = "";
        await Until.True(
            async () =>
            {
                using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative));
                text = await answer.Content.ReadAsStringAsync();
                return answer.StatusCode == HttpStatusCode.OK;
            },
            path,
            Limit);
        JsonSerializer.Deserialize<JsonElement>(text).GetProperty("status").GetString().Should().Be("finished", text);
    }

    private async Task<List<string>> AlertsAsync(int count)
    {
        var alerts = new List<string>();
        while (alerts.Count < count)
        {
            var (path, body) = await _sink.NextAsync();
            var alert = JsonSerializer.Deserialize<JsonElement>(body);
            alerts.Add($"{path} {alert.GetProperty("level")} {alert.GetProperty("message")} at {alert.GetProperty("time")}");
        }

        return alerts;
    }
}
