using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// Measures how long nodes take, on a sample of messages: an edge's time less that of the edges below it. For the pipeline's thread only.
/// </summary>
/// <param name="sampleEvery">Of how many messages one is measured; 0 for none.</param>
internal sealed class ExecutionClock(int sampleEvery)
{
    private int _untilSample = Math.Min(1, sampleEvery);
    private long _below;

    /// <summary>True while the message at hand is measured.</summary>
    public bool IsSampling { get; private set; }

    /// <summary>Called for each message that enters the pipeline.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextMessage()
    {
        IsSampling = --_untilSample == 0;
        if (IsSampling)
            BeginSample();
    }

    private void BeginSample()
    {
        _untilSample = sampleEvery;
        _below = 0;
    }

    public Timing Enter()
    {
        var outer = _below;
        _below = 0;
        return new Timing(Stopwatch.GetTimestamp(), outer);
    }

    public void Leave(Timing timing, NodeStats stats)
    {
        if (timing.Start == 0)
            return;

        var whole = Stopwatch.GetTimestamp() - timing.Start;
        stats.AddExecutionTime((whole - _below) * (1_000_000_000L / Stopwatch.Frequency));
        _below = timing.Outer + whole;
    }

    internal readonly record struct Timing(long Start, long Outer);
}
