using BenchmarkDotNet.Attributes;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>Two measurements of each of a thousand hosts become one point a host and time.</summary>
[MemoryDiagnoser]
public class JoinBenchmarks
{
    private readonly ScriptPipeline _join = new("""
        var a = stream
            |from().measurement('cpu').groupBy('host')
        var b = stream
            |from().measurement('mem').groupBy('host')
        a
            |join(b).as('c', 'm').tolerance(1s)
            |where(lambda: "c.usage_idle" < 10.0 AND "m.used_percent" > 0.0)
        """);

    private readonly Dictionary<(string Host, long Second), double> _waiting = [];
    private readonly PointBatch _batch;
    private readonly PointBatch _handBatch;

    public JoinBenchmarks()
    {
        _batch = _join.Read(CpuLines.CpuAndMemory());
        _handBatch = _join.Read(CpuLines.CpuAndMemory());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    public int HandWritten()
    {
        var held = 0;
        foreach (var point in _handBatch.Points)
        {
            point.Time += CpuLines.Span;
            var key = (point.Tags.Find("host") ?? "", point.Time / 1_000_000_000);
            if (!_waiting.Remove(key, out var other))
                _waiting[key] = point.Float(0);
            else if (other < 10.0 && point.Float(0) > 0.0)
                held++;
        }

        return held;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    public void Join() => _join.ProcessLater(_batch, CpuLines.Span);
}
