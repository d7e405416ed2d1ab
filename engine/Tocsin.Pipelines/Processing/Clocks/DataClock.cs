using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Processing.Clocks;

/// <summary>
/// A clock that goes as data says: where recorded data is put through a task, the time between two points passes when the second comes. For the
/// pipeline's thread only.
/// </summary>
internal sealed class DataClock
{
    // Beyond it, as before a point with a wrong time, the rest of the way is one step.
    private const int MostSteps = 20_000;

    private readonly VirtualClock _clock = new(DateTimeOffset.MinValue);

    /// <summary>The clock, for who measures and sets timers. What is due is called by <see cref="MoveTo"/>.</summary>
    public TimeProvider Time => _clock;

    /// <summary>Lets time pass until the time of a point, in nanoseconds since 1970: whatever is due on the way is called when it is due.</summary>
    public void MoveTo(long time)
    {
        var now = new Instant(time).ToDateTimeOffset();
        for (var steps = 0; _clock.NextDue is { } due && due <= now; steps++)
        {
            if (steps == MostSteps)
            {
                _clock.SkipTo(now);
                break;
            }

            _clock.MoveTo(due);
            _clock.CallDue();
        }

        _clock.MoveTo(now);
    }
}
