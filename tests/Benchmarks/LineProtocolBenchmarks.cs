using BenchmarkDotNet.Attributes;
using Tocsin.Benchmarks.HandWritten;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.LineProtocol;

namespace Tocsin.Benchmarks;

/// <summary>Reading lines of series that are known.</summary>
[MemoryDiagnoser]
public class LineProtocolBenchmarks
{
    private readonly byte[] _body = CpuLines.Cpu();
    private readonly SeriesTable _series = new();
    private readonly HandReader _hand = new();
    private readonly List<HandReading> _readings = [];

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    public int HandWritten()
    {
        _hand.Read(_body, _readings);
        return _readings.Count;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    public int Reader()
    {
        var batch = PointBatch.Rent(_series.OriginOf("telegraf", "autogen"));
        LineProtocolReader.Read(_body, _series, batch, Precision.Nanosecond, 0);
        var count = batch.Count;
        batch.Release();
        return count;
    }
}
