using System.Text.Json;

namespace Tocsin.EndToEnd.Influx;

/// <summary>A real InfluxDB sends what is written to it here, is asked by a batch task, and gets points back.</summary>
public sealed class InfluxRoundTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();

    [ProgramTheory(InfluxDaemon.Program, InfluxDaemon.Install)]
    [InlineData("http")]
    [InlineData("udp")]
    public async Task Writes_come_by_subscription_alerts_go_out_and_points_go_back(string protocol)
    {
        using var sink = new HttpStandIn();
        await using var influx = await InfluxDaemon.StartAsync(subscriber: "enabled = true");
        foreach (var database in new[] { "telegraf", "derived" })
            await influx.QueryAsync($"CREATE DATABASE {database}");
        _folder.Write("tocsin.yaml", $$"""
            influxdb:
              - { urls: ["{{influx.Url}}"], subscription-protocol: {{protocol}}, kapacitor-hostname: 127.0.0.1, subscriptions-sync-interval: 1s }
            """);
        _folder.Write("load/tasks/stream.tick", $"""
            dbrp "telegraf"."autogen"
            var cpu = stream|from().measurement('cpu').groupBy('host')
            cpu|alert().id('stream').crit(lambda: "usage" > 90).stateChangesOnly().post('{sink.Url}stream')
            cpu|influxDBOut().create().database('derived').retentionPolicy('autogen').measurement('busy').tag('by', 'tocsin').flushInterval(100ms)
            """);
        _folder.Write("load/tasks/batch.tick", $"""
            dbrp "derived"."autogen"
            batch|query('SELECT max(usage) AS usage FROM "derived"."autogen"."busy"').period(1h).every(500ms).groupBy('host')
                |alert().id('batch').crit(lambda: "usage" > 90).stateChangesOnly().post('{sink.Url}batch')
            """);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        await Until.True(async () => (await influx.QueryAsync("SHOW SUBSCRIPTIONS")).Contains("kapacitor-", StringComparison.Ordinal), "the subscription is there", Limit);

        // What is written before InfluxDB knows of the subscription is not sent.
        await Until.True(
            async () =>
            {
                await influx.WriteAsync("telegraf", "cpu,host=web-07 usage=97");
                return (await influx.QueryAsync("SELECT * FROM busy", "derived")).Contains("web-07", StringComparison.Ordinal);
            },
            "points go to InfluxDB and back",
            Limit);
        var posts = new[] { await sink.NextAsync(), await sink.NextAsync() }.ToDictionary(post => post.Path, post => JsonSerializer.Deserialize<JsonElement>(post.Body));

        posts.Keys.Should().BeEquivalentTo("/stream", "/batch");
        posts["/stream"].GetProperty("level").GetString().Should().Be("CRITICAL");
        posts["/batch"].GetProperty("data").GetProperty("series")[0].GetProperty("tags").GetProperty("host").GetString().Should().Be("web-07");
        (await influx.QueryAsync("SHOW TAG VALUES FROM busy WITH KEY = \"by\"", "derived")).Should().Contain("tocsin");
        var (_, status, _) = await TocsinProcess.RunAsync(_folder.Path, server.Url, "status");
        status.Should().Contain("Subscriptions on").And.Contain("default");
    }

    [ProgramFact(InfluxDaemon.Program, InfluxDaemon.Install)]
    public async Task Points_that_are_refused_are_named_and_cost_nothing_else()
    {
        await using var influx = await InfluxDaemon.StartAsync();
        await influx.WriteAsync("out", "m v=\"text\" 1");
        _folder.Write("tocsin.yaml", $$"""{ influxdb: [{ urls: ["{{influx.Url}}"], disable-subscriptions: true }] }""");
        _folder.Write("load/tasks/t.tick", """
            dbrp "in"."autogen"
            stream|from()|influxDBOut().database('out').buffer(1)
            """);
        using var server = await TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--load", "load", "--config", "tocsin.yaml");
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var lines = new StringContent("m v=1 1000000000\nn v=2 1000000000\n");
        using var written = await http.PostAsync(new Uri("/write?db=in&rp=autogen", UriKind.Relative), lines);
        written.EnsureSuccessStatusCode();

        await Until.True(async () => (await influx.QueryAsync("SELECT * FROM n", "out")).Contains(",2]", StringComparison.Ordinal), "the good point is there", Limit);
        var task = await http.GetStringAsync(new Uri("/tocsin/v1/status", UriKind.Relative));
        task.Should().Contain("field type conflict");
        var output = JsonSerializer.Deserialize<JsonElement>(task).GetProperty("outputs")[0];
        output.GetProperty("refused").GetInt64().Should().Be(1);
        output.GetProperty("written").GetInt64().Should().Be(1);
    }

    public void Dispose() => _folder.Dispose();
}
