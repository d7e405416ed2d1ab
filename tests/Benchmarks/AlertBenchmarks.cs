using BenchmarkDotNet.Attributes;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>A threshold that no point reaches: stream, from, alert.</summary>
[MemoryDiagnoser]
public class AlertBenchmarks
{
    private readonly ScriptPipeline _alert = new(
        "stream|from().measurement('cpu').groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"usage_idle\" < 10.0).stateChangesOnly()");

    private readonly Dictionary<string, bool> _isCritical = [];
    private readonly PointBatch _batch;

    public AlertBenchmarks() => _batch = _alert.Read(CpuLines.Cpu());

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    public int HandWritten()
    {
        var changes = 0;
        foreach (var point in _batch.Points)
        {
            if (point.Name != "cpu")
                continue;

            var host = point.Tags.Find("host") ?? "";
            var isCritical = point.Float(0) < 10.0;
            if (_isCritical.TryGetValue(host, out var before) && before == isCritical)
                continue;
            _isCritical[host] = isCritical;
            changes++;
        }

        return changes;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    public void AlertNode() => _alert.Process(_batch);
}
