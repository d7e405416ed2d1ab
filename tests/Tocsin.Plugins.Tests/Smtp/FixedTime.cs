namespace Tocsin.Plugins.Tests.Smtp;

/// <summary>A clock that stands at 2026-11-21T02:02:05Z; its timers fire when told.</summary>
internal sealed class FixedTime : TimeProvider
{
    private readonly List<HandTimer> _timers = [];

    public override DateTimeOffset GetUtcNow() => new(2026, 11, 21, 2, 2, 5, TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HandTimer(() => callback(state));
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Lets every timer that was set fire once; tells what they were set to.</summary>
    public IReadOnlyList<TimeSpan> Fire()
    {
        var due = _timers.Where(t => t.Due != Timeout.InfiniteTimeSpan).ToList();
        due.ForEach(t => t.Fire());
        return [.. due.Select(t => t.Due)];
    }

    private sealed class HandTimer(Action fire) : ITimer
    {
        public TimeSpan Due { get; private set; } = Timeout.InfiniteTimeSpan;

        public void Fire() => fire();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime;
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
