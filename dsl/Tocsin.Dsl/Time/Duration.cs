namespace Tocsin.Dsl.Time;

/// <summary>A length of time in whole nanoseconds; may be negative.</summary>
public readonly record struct Duration(long Nanoseconds) : IComparable<Duration>
{
    public const long Microsecond = 1_000;
    public const long Millisecond = 1_000_000;
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;
    public const long Week = 7 * Day;

    public static readonly Duration Zero;

    public static Duration FromSeconds(long seconds) => new(seconds * Second);

    public static Duration FromMilliseconds(long milliseconds) => new(milliseconds * Millisecond);

    /// <summary>The same length; the longest there is where it is longer.</summary>
    public static Duration Of(TimeSpan span) => new((long)Int128.Clamp((Int128)span.Ticks * 100, long.MinValue, long.MaxValue));

    /// <summary>As a <see cref="System.TimeSpan"/>, rounded towards zero to its ticks of 100 ns.</summary>
    public TimeSpan ToTimeSpan() => TimeSpan.FromTicks(Nanoseconds / 100);

    public int CompareTo(Duration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    public static bool operator <(Duration left, Duration right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Duration left, Duration right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Duration left, Duration right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Duration left, Duration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The long form that alerts print: <c>1m10s</c>, <c>1.5s</c>, <c>0s</c>.</summary>
    public override string ToString() => DurationText.Long(Nanoseconds);
}
