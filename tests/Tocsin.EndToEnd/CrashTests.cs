using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace Tocsin.EndToEnd;

public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 6;
    private const int IdsOfWriter = 5;
    private static readonly int Crashes = LongForm.Of(2, 4);
    private static readonly int WritesBeforeCrash = LongForm.Of(150, 250);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private readonly TempFolder _folder = new();

    [Fact]
    public Task What_was_acknowledged_arrives_whatever_happens_to_the_server_and_the_other_side() => CrashAsync("", () => Task.CompletedTask);

    [PostgresFact]
    public async Task What_was_acknowledged_arrives_whatever_happens_to_the_server_and_to_PostgreSQL()
    {
        using var database = await PostgresServer.StartAsync();
        await CrashAsync($"storage:\n  postgres: {database.NewAddress()}\n", async () =>
        {
            await database.KillAsync();
            await database.RunAsync();
        });
    }

    public void Dispose() => _folder.Dispose();

    /// <param name="storage">What the configuration says of the store.</param>
    /// <param name="meanwhile">What happens to the store while the writers write.</param>
    private async Task CrashAsync(string storage, Func<Task> meanwhile)
    {
        using var nodeSink = new FailingSink();
        using var topicSink = new FailingSink();
        _folder.Write("server.yaml", $"{storage}delivery:\n  first-pause: 5ms\n  longest-pause: 20ms\n");
        var writers = Enumerable.Range(0, Writers).Select(i => new AlertWriter($"w{i}-", IdsOfWriter)).ToList();
        for (var i = 0; i < Crashes; i++)
        {
            using var server = await StartAsync();
            if (i == 0)
                await DefineAsync(server, nodeSink.Url, topicSink.Url);
            await WriteUntilCrashAsync(server, writers, meanwhile);
        }

        using (var server = await StartAsync())
        {
            foreach (var writer in writers)
                await writer.FinishAsync(server.Url);
            var all = writers.SelectMany(writer => writer.Acknowledged).ToList();
            await CheckAsync("node", all, nodeSink, await LevelsAsync(server, "main:crash:alert2"));
            await CheckAsync("topic", all, topicSink, await LevelsAsync(server, "storm"));
        }

        foreach (var writer in writers)
            writer.Dispose();
    }

    private static bool IsLastOk(string id) => (id[^1] - '0') % 2 == 0;

    private Task<TocsinProcess> StartAsync() => TocsinProcess.ServeAsync(_folder.Path, "--data", "data", "--config", "server.yaml");

    /// <summary>All that was acknowledged came at least once and in order, and the last is what the topic knows.</summary>
    private async Task CheckAsync(
        string handler, IReadOnlyList<(string Id, IReadOnlyList<int> Numbers)> all, FailingSink sink, Dictionary<string, string> levels)
    {
        await ArrivalAsync(all, sink);
        foreach (var (id, numbers) in all)
            sink.Of(id).Select(taken => taken.Number).Should().BeInAscendingOrder($"the events of {id} are one alert").And.Contain(numbers);
        levels.Should().BeEquivalentTo(all.ToDictionary(alert => alert.Id, alert => sink.Of(alert.Id)[^1].Level));
        all.Select(alert => sink.Of(alert.Id)[^1].Level).Should().Equal(all.Select(alert => IsLastOk(alert.Id) ? "OK" : "CRITICAL"));
        output.WriteLine(
            $"handler of the {handler}: {all.Sum(alert => alert.Numbers.Count)} acknowledged, {all.Sum(alert => sink.Of(alert.Id).Count)} arrived, "
            + $"{sink.Refused} refused, {sink.Repeated} repeated, {Crashes} crashes");
    }

    private async Task DefineAsync(TocsinProcess server, string nodeSink, string topicSink)
    {
        _folder.Write("handler.yaml", $"topic: storm\nid: pager\nkind: post\noptions:\n  url: {topicSink}\n");
        (await TocsinProcess.RunAsync(_folder.Path, server.Url, "define-topic-handler", "handler.yaml")).ExitCode.Should().Be(0);
        var script = $$$"""
            stream|from().measurement('m').groupBy('id')
                |alert().crit(lambda: "v" > 0).id('{{ .Tags.id }}').message('{{ .Fields.n }}').details('').topic('storm').post('{{{nodeSink}}}')
            """;
        var task = JsonSerializer.Serialize(new { id = "crash", dbrps = new[] { new { db = "db", rp = "rp" } }, script, status = "enabled" });
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri($"{server.Url}/kapacitor/v1/tasks"), new StringContent(task));
        answer.IsSuccessStatusCode.Should().BeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Kills the server while all writers write, after something else has happened.</summary>
    private static async Task WriteUntilCrashAsync(TocsinProcess server, IEnumerable<AlertWriter> writers, Func<Task> meanwhile)
    {
        var left = WritesBeforeCrash;
        var soon = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = writers.Select(writer => writer.WriteUntilCrashAsync(server.Url, () =>
        {
            var now = Interlocked.Decrement(ref left);
            if (now == WritesBeforeCrash / 2)
                soon.SetResult();
            else if (now == 0)
                enough.SetResult();
        })).ToList();
        await soon.Task.WaitAsync(Limit);
        await meanwhile();
        await enough.Task.WaitAsync(Limit);
        await server.KillAsync();
        await Task.WhenAll(writing).WaitAsync(Limit);
    }

    private static async Task ArrivalAsync(IReadOnlyList<(string Id, IReadOnlyList<int> Numbers)> all, FailingSink sink)
    {
        var watch = Stopwatch.StartNew();
        while (all.Any(alert => alert.Numbers.Except(sink.Of(alert.Id).Select(taken => taken.Number)).Any()))
        {
            watch.Elapsed.Should().BeLessThan(Limit, "all that was acknowledged arrives");
            await Task.Delay(10);
        }
    }

    private static async Task<Dictionary<string, string>> LevelsAsync(TocsinProcess server, string topic)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"{server.Url}/kapacitor/v1/alerts/topics/{topic}/events"));
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("events").EnumerateArray().ToDictionary(
            alert => alert.GetProperty("id").GetString() ?? "",
            alert => alert.GetProperty("state").GetProperty("level").GetString() ?? "");
    }
}
