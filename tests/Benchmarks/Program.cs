using BenchmarkDotNet.Running;
using Tocsin.Benchmarks;
using Tocsin.Benchmarks.Batches;
using Tocsin.Benchmarks.Deliveries;
using Tocsin.Benchmarks.Editing;
using Tocsin.Benchmarks.Scripts;
using Tocsin.Benchmarks.Servers;
using Tocsin.Benchmarks.Sources;

switch (args)
{
    case ["batch", .. var rest]:
        await BatchMeasurement.RunAsync(rest is [var rows] ? int.Parse(rows) : 1_000_000);
        break;
    case ["deliveries", .. var rest]:
        await DeliveryMeasurement.RunAsync(rest is [var events] ? int.Parse(events) : 1_000_000);
        break;
    case ["editor"]:
        EditorMeasurement.Run();
        break;
    case ["ingest", var server, .. var rest]:
        await IngestMeasurement.RunAsync(new Uri(server), rest is [var requests] ? int.Parse(requests) : 50_000);
        break;
    case ["scripts"]:
        ScriptMeasurement.Run();
        break;
    case ["storm", .. var rest]:
        await StormMeasurement.RunAsync(rest is [var alerts] ? int.Parse(alerts) : 10_000);
        break;
    case ["servers", .. var rest]:
        await ServerMeasurement.RunAsync(rest);
        break;
    case ["sink"]:
        await Sink.RunAsync();
        break;
    default:
        BenchmarkSwitcher.FromAssembly(typeof(PerPointConfig).Assembly).Run(args, new PerPointConfig());
        break;
}
