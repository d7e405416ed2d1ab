using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>The times of what is played: the first point has that of the start, the others come as long after it as they were recorded.</summary>
internal sealed class ReplayTimes(ReplayClock clock, bool keepsTimes, TimeProvider time)
{
    /// <summary>Delays take 49 days at most.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    private readonly long _zero = Instant.From(time.GetUtcNow()).UnixNanoseconds;
    private long? _shift;

    /// <summary>True when what is played must be played at its time.</summary>
    public bool Waits => clock == ReplayClock.Real;

    /// <summary>True when what is played has the times it was recorded with.</summary>
    public bool KeepsTimes => keepsTimes;

    /// <summary>Lets the replay begin with a point, unless it has begun.</summary>
    /// <param name="recorded">Its recorded time.</param>
    public void Begin(long recorded) => _shift ??= unchecked(_zero - recorded);

    /// <summary>The time that a point has in the replay.</summary>
    public long Of(long recorded)
    {
        Begin(recorded);
        return keepsTimes ? recorded : unchecked(recorded + _shift!.Value); // It has begun.
    }

    /// <summary>Waits until a point is due.</summary>
    /// <param name="recorded">Its recorded time.</param>
    public async ValueTask UntilAsync(long recorded, CancellationToken cancellationToken)
    {
        Begin(recorded);
        while (Waits)
        {
            var now = Instant.From(time.GetUtcNow()).UnixNanoseconds;
            var left = (Int128)recorded + _shift!.Value - now;
            if (left <= 0)
                return;
            var delay = TimeSpan.FromMilliseconds(Math.Min((double)left / 1e6, LongestDelay.TotalMilliseconds));
            await Task.Delay(delay < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : delay, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
