using System.Diagnostics;
using System.Text.Json;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Benchmarks.Deliveries;

/// <summary>
/// Very many alerts at once, with the state on disk: how long it takes until each is kept for its group, when the group goes out and as how many
/// deliveries; what a listing of all of them takes beside as many silences; and what events cost that no handler keeps back, with and without these.
/// </summary>
internal static class StormMeasurement
{
    private const int Writers = 8;

    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(int alerts)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-storm-").FullName;
        var engine = new AlertEngine(new EngineSettings { DataFolder = Path.Combine(folder, "data"), Silences = new SilenceOptions { Most = 10 * alerts } });
        await using (engine)
        {
            await engine.StartAsync();
            await DefineAsync(engine, folder, "plain", null);
            await DefineAsync(engine, folder, "storm", $$$"""{"group":{"by":["cluster"],"wait":"{{{Wait.TotalSeconds}}}s"}}""");
            await DefineAsync(engine, folder, "paced", """{"repeat":"4h","unless":"acknowledged"}""");
            await PlainAsync(engine, "plain", alerts, "without silences");
            await PlainAsync(engine, "paced", alerts, "with a repeat, without silences");
            await StormAsync(engine, alerts);
            await ListAsync(engine, alerts, "equal", i => $"host=\"h{i}\"");
            await PlainAsync(engine, "plain", alerts, $"beside {alerts:N0} silences and {alerts:N0} open alerts");
            await ListAsync(engine, alerts, "prefix", i => $"host=~\"h{i}(-x)?\"");
            await ListAsync(engine, alerts / 5, "suffix", i => $"host=~\".*{i}\"");
            await PlainAsync(engine, "plain", alerts, $"beside {2.2 * alerts:N0} silences, and expressions among them");
        }

        Directory.Delete(folder, recursive: true);
    }

    private static async Task DefineAsync(AlertEngine engine, string folder, string topic, string? delivery)
    {
        var options = $$"""{"path":"{{Path.Combine(folder, topic + ".log")}}"}""";
        if (await engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = topic, Id = "h", Kind = "log", OptionsJson = options, DeliveryJson = delivery }) is { } error)
            throw new InvalidOperationException(error.Message);
    }

    private static async Task StormAsync(AlertEngine engine, int alerts)
    {
        var watch = Stopwatch.StartNew();
        var took = await PublishAsync(engine, "storm", alerts, AlertLevel.Critical);
        Console.WriteLine($"{alerts:N0} alerts kept for their group in {watch.Elapsed.TotalMilliseconds:N0} ms; each committed after, ms: {Shares(took)}");
        var filter = new LedgerFilter { AlertId = "storm/h{cluster=eu}", Limit = 100 };
        while (engine.Alerts.Ledger.Read(filter).Count == 0)
            await Task.Delay(10);
        Console.WriteLine($"delivered {watch.Elapsed.TotalSeconds - Wait.TotalSeconds:N2} s after its wait, as {engine.Alerts.Ledger.Read(filter).Count} delivery");
    }

    /// <param name="kind">What the silences ask for, whose ids begin with it.</param>
    private static async Task ListAsync(AlertEngine engine, int silences, string kind, Func<int, string> matcher)
    {
        var made = Stopwatch.StartNew();
        var definitions = Enumerable.Range(0, silences).Select(i => ConfigJson.Parse(JsonSerializer.Serialize(new { id = $"{kind}{i}", matchers = new[] { matcher(i), "topic!=\"plain\"" }, until = "2099-01-01" }))).ToArray();
        foreach (var part in definitions.Chunk(2500))
        {
            if ((await engine.Alerts.Silences.DefineAsync(part)).FirstOrDefault(outcome => outcome.Silence is null).Problems is { Count: > 0 } problems)
                throw new InvalidOperationException(problems[0].Message);
        }

        Console.WriteLine($"{silences:N0} silences that ask for {matcher(7)} defined in {made.Elapsed.TotalMilliseconds:N0} ms");
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            var open = engine.Alerts.Activities.ListWithEvents(new AlertQuery());
            var read = watch.Elapsed.TotalMilliseconds;
            var silenced = engine.Alerts.Silences.Of([.. open.Select(alert => alert.Event)]).Count(found => found.Count > 0);
            Console.WriteLine($"{open.Count:N0} alerts listed in {read:N0} ms, {silenced:N0} of them found silenced in {watch.Elapsed.TotalMilliseconds - read:N0} ms");
        }
    }

    private static async Task PlainAsync(AlertEngine engine, string topic, int alerts, string where)
    {
        await PublishAsync(engine, topic, alerts / 10, AlertLevel.Critical);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < 4; round++)
            await PublishAsync(engine, topic, alerts, round % 2 == 0 ? AlertLevel.Warning : AlertLevel.Ok);
        Console.WriteLine($"events to a handler that nothing is kept from, {where}: {4 * alerts / watch.Elapsed.TotalSeconds:N0} a second committed");
        await engine.Alerts.Outbox.SettleAsync(TimeSpan.FromMinutes(5));
    }

    private static async Task<List<double>> PublishAsync(AlertEngine engine, string topic, int alerts, AlertLevel level)
    {
        var took = await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            var own = new List<double>();
            for (var i = writer; i < alerts; i += Writers)
            {
                var began = Stopwatch.GetTimestamp();
                engine.Alerts.Topics.Publish(topic, new AlertEvent
                {
                    Topic = "",
                    Id = $"h{i}/cpu",
                    Level = level,
                    Message = $"h{i} is {level.Text()}",
                    UnixNanoseconds = 1_700_000_000_000_000_000,
                    Tags = new Dictionary<string, string> { ["cluster"] = "eu", ["host"] = $"h{i}" },
                });
                await engine.Alerts.Topics.WhenCommitted();
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            return own;
        })));
        return [.. took.SelectMany(static own => own).Order()];
    }

    private static string Shares(List<double> sorted) =>
        $"median {sorted[sorted.Count / 2]:N1}, 99 of 100 {sorted[sorted.Count * 99 / 100]:N1}, longest {sorted[^1]:N1}";
}
