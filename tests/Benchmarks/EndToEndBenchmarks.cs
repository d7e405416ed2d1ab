using BenchmarkDotNet.Attributes;
using Tocsin.Benchmarks.HandWritten;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>From the bytes of a write to the verdict of an alert: reader, batch, stream, from, groupBy, alert.</summary>
[MemoryDiagnoser]
public class EndToEndBenchmarks
{
    private readonly byte[] _body = CpuLines.Cpu();
    private readonly HandReader _reader = new();
    private readonly List<HandReading> _readings = [];
    private readonly ScriptPipeline _pipeline = new(
        "stream|from().measurement('cpu')|groupBy('host')|alert().id('{{ index .Tags \"host\" }}').crit(lambda: \"usage_idle\" < 10.0).stateChangesOnly()");

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    public int HandWritten()
    {
        var changes = 0;
        _reader.Read(_body, _readings);
        foreach (var reading in _readings)
        {
            var isCritical = reading.Idle < 10.0;
            if (reading.Series.Measurement != "cpu" || reading.Series.IsCritical == isCritical)
                continue;
            reading.Series.IsCritical = isCritical;
            changes++;
        }

        return changes;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    public void BytesToAlert()
    {
        var batch = _pipeline.Read(_body);
        _pipeline.Process(batch);
        batch.Release();
    }
}
