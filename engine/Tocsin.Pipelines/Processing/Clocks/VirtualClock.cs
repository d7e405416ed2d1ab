namespace Tocsin.Pipelines.Processing.Clocks;

/// <summary>
/// A clock that stands still until somebody moves it. What is due is called by whoever moves it, one after the other, so that the same steps
/// lead to the same events each time. Safe for any number of threads.
/// </summary>
public sealed class VirtualClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly SortedSet<VirtualTimer> _waiting = new(VirtualTimer.ByDue);
    private long _now = start.UtcTicks;
    private long _lastNumber;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>When the next timer is due; null when none waits.</summary>
    public DateTimeOffset? NextDue
    {
        get
        {
            lock (_gate)
                return _waiting.Min is { } first ? new DateTimeOffset(first.Due, TimeSpan.Zero) : null;
        }
    }

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _now), TimeSpan.Zero);

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves the clock on; nothing is called.</summary>
    public void MoveTo(DateTimeOffset time)
    {
        if (time.UtcTicks > Interlocked.Read(ref _now))
            Interlocked.Exchange(ref _now, time.UtcTicks);
    }

    /// <summary>Calls what is due now.</summary>
    /// <returns>False when nothing was.</returns>
    public bool CallDue()
    {
        var hasCalled = false;
        while (TakeDue() is { } timer)
        {
            timer.Call();
            hasCalled = true;
        }

        return hasCalled;
    }

    /// <summary>Moves the clock on, and calls what is due by then once, however often it was.</summary>
    public void SkipTo(DateTimeOffset time)
    {
        lock (_gate)
        {
            foreach (var timer in _waiting.Where(timer => timer.Period > TimeSpan.Zero && timer.Due < time.UtcTicks).ToList())
            {
                _waiting.Remove(timer);
                timer.Due += (time.UtcTicks - timer.Due) / timer.Period.Ticks * timer.Period.Ticks;
                _waiting.Add(timer);
            }
        }

        MoveTo(time);
        CallDue();
    }

    internal void Schedule(VirtualTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (_gate)
        {
            _waiting.Remove(timer);
            timer.Period = period;
            if (dueTime == Timeout.InfiniteTimeSpan)
                return;
            timer.Due = Math.Min(_now + Math.Max(dueTime.Ticks, 0), DateTimeOffset.MaxValue.Ticks);
            timer.Number = ++_lastNumber;
            _waiting.Add(timer);
        }
    }

    internal void Forget(VirtualTimer timer)
    {
        lock (_gate)
            _waiting.Remove(timer);
    }

    private VirtualTimer? TakeDue()
    {
        lock (_gate)
        {
            if (_waiting.Min is not { } timer || timer.Due > _now)
                return null;
            _waiting.Remove(timer);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due += timer.Period.Ticks;
                timer.Number = ++_lastNumber;
                _waiting.Add(timer);
            }

            return timer;
        }
    }
}
