using Microsoft.Extensions.Time.Testing;

namespace Tocsin.Testing;

/// <summary>A clock that stands still until it is moved; timers then fire. It can be set as well, which lets no time pass.</summary>
public sealed class FakeTime(DateTimeOffset start) : FakeTimeProvider(start)
{
    private long _set;

    public FakeTime()
        : this(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero))
    {
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _set));

    public override long GetTimestamp() => base.GetUtcNow().Ticks;

    /// <summary>Sets what the clock shows, as people and NTP do: unlike with <see cref="FakeTimeProvider.AdjustTime"/>, timestamps and timers go on as they were.</summary>
    public void Set(TimeSpan by) => Interlocked.Add(ref _set, by.Ticks);
}
