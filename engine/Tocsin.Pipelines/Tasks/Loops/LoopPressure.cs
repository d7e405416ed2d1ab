namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>
/// Finds out whether a task would gain by another loop: the one it has was busy for some seconds without a pause, it had its core meanwhile, and
/// the process left others idle. Where other programs take the cores, more loops would only wait for them together. For one thread.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="cpu">The time that the process has had of all cores.</param>
/// <param name="cores">How many there are.</param>
internal sealed class LoopPressure(TimeProvider time, Func<TimeSpan> cpu, int cores)
{
    private const int BusySpans = 3;
    private const double BusyShare = 0.9;
    private const double IdleCores = 0.5;
    private const double CoreOfLoop = 0.7;

    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    private long _begin = time.GetTimestamp();
    private long _busy;
    private int _busySpans;
    private TimeSpan? _cpu;

    /// <summary>A time stamp for the begin of some work.</summary>
    public long Begin() => time.GetTimestamp();

    /// <summary>Takes note of work that is done; true when another loop would pay.</summary>
    /// <param name="begin">When it began.</param>
    /// <param name="loops">How many loops the task has.</param>
    public bool End(long begin, int loops)
    {
        var now = time.GetTimestamp();
        _busy += now - begin;
        return time.GetElapsedTime(_begin, now) >= Span && EndSpan(now, loops);
    }

    private bool EndSpan(long now, int loops)
    {
        var span = time.GetElapsedTime(_begin, now);
        var isBusy = time.GetElapsedTime(0, _busy) >= BusyShare * span;
        (_begin, _busy) = (now, 0);
        if (!isBusy)
        {
            (_busySpans, _cpu) = (0, null);
            return false;
        }

        // The first busy span only tells from where to count.
        var (used, before) = (cpu(), _cpu);
        _cpu = used;
        var busyCores = (used - before) / span ?? loops;
        _busySpans = busyCores >= CoreOfLoop * loops && busyCores <= cores - IdleCores ? _busySpans + 1 : 0;
        if (_busySpans < BusySpans)
            return false;
        (_busySpans, _cpu) = (0, null);
        return true;
    }
}
