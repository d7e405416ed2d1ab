using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Data.LineProtocol;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Benchmarks.Deliveries;

/// <summary>
/// The way of alerts from a write to the other side, with the state on disk: every point is an event, every event is owed to one
/// <c>post</c> handler. First nothing is answered and all is owed, then all is delivered, then the time of single events is taken.
/// </summary>
internal sealed class DeliveryMeasurement(AlertEngine engine, SinkProcess sink)
{
    private const int Hosts = 1000;
    private const int Writers = 4;
    private const int EventsPerSecond = 200;

    private const string Script = """
        stream
            |from().measurement('m').groupBy('h')
            |alert().id('{{ index .Tags "h" }}').message('{{ index .Fields "t" }}').details('').crit(lambda: "v" > 0).topic('all')
        """;

    private int _round;

    public static async Task RunAsync(int events)
    {
        var folder = Directory.CreateTempSubdirectory("tocsin-deliveries-").FullName;
        using var sink = await SinkProcess.StartAsync();
        var engine = new AlertEngine(new EngineSettings { DataFolder = folder, Delivery = new DeliveryOptions { AttemptTimeout = TimeSpan.FromHours(1) } });
        await using (engine)
        {
            await engine.StartAsync();
            var options = $$"""{"url":"{{sink.Url}}alerts"}""";
            if (await engine.Alerts.Handlers.CreateAsync(new HandlerSpec { Topic = "all", Id = "sink", Kind = "post", OptionsJson = options }) is { } error)
                throw new InvalidOperationException(error.Message);
            await engine.Tasks.CreateAsync(new TaskChange { Id = "all", Script = Script, Dbrps = [new("db", "rp")], IsEnabled = true });
            await new DeliveryMeasurement(engine, sink).RunAllAsync(events);
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task RunAllAsync(int events)
    {
        Print("", "per second", "working set", "heap");
        var rounds = Math.Max(1, events / Hosts);
        Report("at the start", null);

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, rounds)));
        Report($"{rounds * Hosts:N0} events committed, all of them owed", rounds * Hosts / watch.Elapsed.TotalSeconds);

        await sink.StatsAsync();
        watch.Restart();
        await sink.OpenAsync();
        var peak = await DrainAsync();
        Report($"{rounds * Hosts:N0} posts delivered, with what was owed before", rounds * Hosts / watch.Elapsed.TotalSeconds);
        Console.WriteLine($"the largest working set meanwhile: {peak / 1e6:N0} MB");

        watch.Restart();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, rounds / 4)));
        await DrainAsync();
        Report($"{rounds / 4 * Hosts:N0} events committed and posts delivered at the same time", rounds / 4 * Hosts / watch.Elapsed.TotalSeconds);

        await sink.StatsAsync();
        await PaceAsync(TimeSpan.FromSeconds(3));
        await sink.StatsAsync();
        await PaceAsync(TimeSpan.FromSeconds(15));
        await DrainAsync();
        var (_, latencies) = await sink.StatsAsync();
        Console.WriteLine($"from the write to the sink at {EventsPerSecond} events a second, ms: median, 99 of 100, longest: {latencies}");
    }

    /// <summary>Changes the level of every host of one writer in every round, a write each.</summary>
    private async Task WriteAsync(int writer, int rounds)
    {
        var body = new StringBuilder();
        for (var i = 0; i < rounds; i++)
        {
            var round = Interlocked.Increment(ref _round);
            body.Clear();
            for (var host = writer; host < Hosts; host += Writers)
                Append(body, host, i % 2 == 0, round);
            await WriteAsync(body.ToString());
        }
    }

    private async Task PaceAsync(TimeSpan span)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EventsPerSecond));
        var watch = Stopwatch.StartNew();
        var body = new StringBuilder();
        var writes = new List<Task>();
        for (var i = 0; watch.Elapsed < span; i++)
        {
            await timer.WaitForNextTickAsync();
            body.Clear();
            Append(body, i % Hosts, isCritical: i / Hosts % 2 == 0, Interlocked.Increment(ref _round));
            writes.Add(WriteAsync(body.ToString()));
        }

        await Task.WhenAll(writes);
    }

    private static void Append(StringBuilder body, int host, bool isCritical, int round) => body.Append(
        CultureInfo.InvariantCulture, $"m,h=host-{host} v={(isCritical ? 1 : 0)}i,t={Stopwatch.GetTimestamp()}i {1_700_000_000L + round}000000000\n");

    private async Task WriteAsync(string body)
    {
        if (await engine.Writer.WriteAsync(Encoding.UTF8.GetBytes(body), "db", "rp", Precision.Nanosecond) is [var bad, ..])
            throw new InvalidOperationException(bad.ToString());
    }

    private async Task<long> DrainAsync()
    {
        var peak = 0L;
        while (engine.Alerts.Outbox.Counters.Sum(counters => counters.Owed) > 0)
        {
            await Task.Delay(20);
            peak = Math.Max(peak, Environment.WorkingSet);
        }

        return peak;
    }

    private static void Report(string what, double? perSecond) => Print(
        what, perSecond is { } rate ? $"{rate:N0}" : "", $"{Environment.WorkingSet / 1e6:N0} MB", $"{GC.GetTotalMemory(forceFullCollection: true) / 1e6:N0} MB");

    private static void Print(string what, string rate, string workingSet, string heap) => Console.WriteLine($"{what,-70}{rate,12}{workingSet,14}{heap,10}");
}
