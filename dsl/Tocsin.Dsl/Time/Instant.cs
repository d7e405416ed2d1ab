using System.Globalization;

namespace Tocsin.Dsl.Time;

/// <summary>A moment in UTC, in whole nanoseconds since 1970-01-01T00:00:00Z.</summary>
public readonly record struct Instant(long UnixNanoseconds) : IComparable<Instant>
{
    // Multiples of a duration are counted from the year 1, as the data's other tools do: weeks then begin on a Monday.
    private static readonly Int128 YearOneOffset = (Int128)62_135_596_800 * Duration.Second;

    public int CompareTo(Instant other) => UnixNanoseconds.CompareTo(other.UnixNanoseconds);

    public static Instant From(DateTimeOffset time) => new((time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100);

    /// <summary>As a <see cref="DateTimeOffset"/> in UTC, rounded down to its ticks of 100 ns.</summary>
    public DateTimeOffset ToDateTimeOffset() => new(DateTime.UnixEpoch.Ticks + FloorDivide(UnixNanoseconds, 100), TimeSpan.Zero);

    /// <summary>Rounded down to a multiple of <paramref name="unit"/>; unchanged when that is not positive.</summary>
    public Instant Truncate(Duration unit) =>
        unit.Nanoseconds <= 0 ? this : new Instant((long)(UnixNanoseconds - Remainder(unit.Nanoseconds)));

    /// <summary>Rounded to the nearest multiple of <paramref name="unit"/>, half up; unchanged when that is not positive.</summary>
    public Instant Round(Duration unit)
    {
        if (unit.Nanoseconds <= 0)
            return this;

        var remainder = Remainder(unit.Nanoseconds);
        var down = UnixNanoseconds - remainder;
        return new Instant((long)(remainder + remainder < unit.Nanoseconds ? down : down + unit.Nanoseconds));
    }

    /// <summary>RFC 3339 in UTC with only the fraction digits needed: <c>2020-01-01T00:00:01.5Z</c>.</summary>
    public override string ToString()
    {
        var seconds = FloorDivide(UnixNanoseconds, Duration.Second);
        var text = DateTime.UnixEpoch.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        var fraction = UnixNanoseconds - (seconds * Duration.Second);
        return fraction == 0 ? text + "Z" : text + "." + fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0') + "Z";
    }

    private Int128 Remainder(long unit) => (UnixNanoseconds + YearOneOffset) % unit;

    private static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
