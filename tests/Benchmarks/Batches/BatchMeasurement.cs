using System.Diagnostics;
using System.Globalization;
using System.Text;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Hosting;
using Tocsin.Pipelines.Influx;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks;
using Tocsin.Testing;

namespace Tocsin.Benchmarks.Batches;

/// <summary>
/// A batch task that asks a real InfluxDB for many rows and judges each: CPU seconds of this process and its memory, beside the way that
/// takes the whole answer first.
/// </summary>
internal static class BatchMeasurement
{
    private const int Rounds = 5;
    private const int Hosts = 1000;
    private const int LinesOfWrite = 10_000;
    private const string Query = "SELECT v, n FROM \"bench\".\"autogen\".\"m\"";

    public static async Task RunAsync(int rows)
    {
        await using var influxd = await InfluxDaemon.StartAsync();
        await FillAsync(influxd, rows);
        Console.WriteLine($"{rows:N0} rows of {Hosts:N0} hosts, two fields");

        await MeasureAsync(influxd, "one series", "", rows);
        await MeasureAsync(influxd, "a series for each host", ".groupBy('host')", rows);
        await MeasureWholeAsync(influxd);
    }

    private static async Task FillAsync(InfluxDaemon influxd, int rows)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < rows; i++)
        {
            lines.Append(CultureInfo.InvariantCulture, $"m,host=h{i % Hosts} v={i % 1000}.25,n={i}i {1_577_836_800_000_000_000 + (i * 1_000_000L)}\n");
            if ((i + 1) % LinesOfWrite != 0 && i + 1 < rows)
                continue;
            await influxd.WriteAsync("bench", lines.ToString());
            lines.Clear();
        }
    }

    private static async Task MeasureAsync(InfluxDaemon influxd, string what, string groups, int rows)
    {
        var time = new FakeTime();
        await using var engine = new AlertEngine(new EngineSettings
        {
            Time = time,
            Influxdb = [new InfluxOptions { Urls = [influxd.Url] }],
            Limits = new LimitsOptions { AnswerBytes = 4L * 1024 * 1024 * 1024 },
        });
        await engine.StartAsync();
        var script = $"batch|query('{Query}').period(10000h).every(50h){groups}|alert().crit(lambda: \"v\" > 1000.0 AND \"n\" > 0.0)";
        await engine.Tasks.CreateAsync(new TaskChange { Id = "t", Script = script, Dbrps = [new Dbrp("bench", "autogen")], IsEnabled = true });
        var task = engine.Running.Find("t") ?? throw new InvalidOperationException("the task does not run");

        await RoundAsync(time, task, rows);
        using var process = Process.GetCurrentProcess();
        var most = 0L;
        var begun = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds; round++)
        {
            await RoundAsync(time, task, rows);
            process.Refresh();
            most = Math.Max(most, process.WorkingSet64);
        }

        var cpu = (process.TotalProcessorTime - begun) / Rounds;
        GC.Collect();
        Console.WriteLine($"{what}: {cpu.TotalSeconds:0.00} CPU s, {watch.Elapsed.TotalSeconds / Rounds:0.00} s, working set {most >> 20} MB, heap after {GC.GetTotalMemory(true) >> 20} MB");
    }

    private static async Task RoundAsync(FakeTime time, RunningTask task, int rows)
    {
        var before = Queried(task);
        time.Advance(TimeSpan.FromHours(50));
        while (Queried(task) < before + rows)
        {
            if (task.LastFailure is { } failure)
                throw new InvalidOperationException(failure.Failure.Why);
            await Task.Delay(50);
        }

        var passed = new TaskCompletionSource();
        ((IPipelineHost)task).Post(passed.SetResult);
        await passed.Task;
    }

    private static long Queried(RunningTask task) =>
        task.ReadStats().Nodes.Single(node => node.Name == "query1").Values.Single(value => value.Name == "points_queried").Value;

    // In Kapacitor's own language, with its standard library: its way costs there what it costs there.
    private static async Task MeasureWholeAsync(InfluxDaemon influxd)
    {
        try
        {
            using var go = Process.Start("go", ["run", Path.Combine(AppContext.BaseDirectory, "Batches", "whole-answer.go"), influxd.Url, Query]);
            await go.WaitForExitAsync();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.WriteLine("the whole answer first, in Go: not measured, go is not installed");
        }
    }
}
