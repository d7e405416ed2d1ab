using BenchmarkDotNet.Attributes;
using Tocsin.Benchmarks.HandWritten;
using Tocsin.Benchmarks.Workloads;
using Tocsin.Pipelines.Data;

namespace Tocsin.Benchmarks;

/// <summary>The mean of the last minute, every ten seconds, for each of a thousand hosts: each point closes a window.</summary>
[MemoryDiagnoser]
public class WindowBenchmarks
{
    private readonly ScriptPipeline _window = new("stream|from().measurement('cpu').groupBy('host')|window().period(60s).every(10s)|mean('usage_idle')");
    private readonly Dictionary<string, HandWindow> _windows = [];
    private readonly PointBatch _batch;
    private readonly PointBatch _handBatch;

    public WindowBenchmarks()
    {
        _batch = _window.Read(CpuLines.Cpu());
        _handBatch = _window.Read(CpuLines.Cpu());
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = CpuLines.Count)]
    public double HandWritten()
    {
        var sum = 0.0;
        foreach (var point in _handBatch.Points)
        {
            point.Time += CpuLines.Span;
            var host = point.Tags.Find("host") ?? "";
            if (!_windows.TryGetValue(host, out var window))
                _windows[host] = window = new HandWindow(6 * CpuLines.Step, CpuLines.Step);
            if (window.TryClose(point.Time, out var mean))
                sum += mean;
            window.Add(point.Time, point.Float(0));
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = CpuLines.Count)]
    public void WindowAndMean() => _window.ProcessLater(_batch, CpuLines.Span);
}
