namespace Tocsin.Pipelines.Processing.Clocks;

/// <summary>A timer of a <see cref="VirtualClock"/>, which owns its times.</summary>
internal sealed class VirtualTimer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
{
    /// <summary>What is due first, of several the one that was set first.</summary>
    public static IComparer<VirtualTimer> ByDue { get; } =
        Comparer<VirtualTimer>.Create(static (left, right) => (left.Due, left.Number).CompareTo((right.Due, right.Number)));

    /// <summary>When, in ticks.</summary>
    public long Due { get; set; }

    /// <summary>Grows with each time that a timer is set.</summary>
    public long Number { get; set; }

    public TimeSpan Period { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        clock.Schedule(this, dueTime, period);
        return true;
    }

    public void Call() => callback(state);

    public void Dispose() => clock.Forget(this);

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
