namespace Tocsin.Server.Tests.Testing;

/// <summary>A clock on which every wait is over at once; keeps how long each was.</summary>
internal sealed class ImpatientTime : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Is called when a wait begins.</summary>
    public Action Waiting { get; set; } = static () => { };

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime > TimeSpan.Zero)
        {
            Waits.Add(dueTime);
            Waiting();
        }

        return base.CreateTimer(callback, state, dueTime == Timeout.InfiniteTimeSpan ? dueTime : TimeSpan.Zero, period);
    }
}
