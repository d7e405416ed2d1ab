using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>Dropping points by a condition: stream, from, where.</summary>
[MemoryDiagnoser]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory)]
public class WhereBenchmarks
{
    private readonly ScriptPipeline _byField = new("stream|from().measurement('cpu').groupBy('host')|where(lambda: \"usage_idle\" < 10.0)");
    private readonly ScriptPipeline _byTag = new("stream|from().measurement('cpu').groupBy('host')|where(lambda: \"host\" =~ /^h\\d*[02468]$/)");
    private readonly HashSet<string> _evenHosts = [.. Enumerable.Range(0, CpuLines.Hosts).Where(n => n % 2 == 0).Select(n => $"h{n}")];
    private readonly PointBatch _fieldBatch;
    private readonly PointBatch _tagBatch;

    public WhereBenchmarks()
    {
        _fieldBatch = _byField.Read(CpuLines.Cpu());
        _tagBatch = _byTag.Read(CpuLines.Cpu());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("field")]
    public int FieldByHand()
    {
        var held = 0;
        foreach (var point in _fieldBatch.Points)
            held += point.Name == "cpu" && point.Float(0) < 10.0 ? 1 : 0;
        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("field")]
    public void Field() => _byField.Process(_fieldBatch);

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("tag")]
    public int TagByHand()
    {
        var held = 0;
        foreach (var point in _tagBatch.Points)
            held += point.Name == "cpu" && _evenHosts.Contains(point.Tags.Find("host")!) ? 1 : 0; // All lines of the workload have a host.
        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    [BenchmarkCategory("tag")]
    public void Tag() => _byTag.Process(_tagBatch);
}
