using System.Globalization;

namespace Tocsin.Dsl.Time;

/// <summary>The two texts of a duration: the long one of alerts (<c>1m30s</c>) and the one of scripts (<c>90s</c>).</summary>
public static class DurationText
{
    private static readonly (long Size, string Unit)[] ScriptUnits =
    [
        (Duration.Week, "w"), (Duration.Day, "d"), (Duration.Hour, "h"), (Duration.Minute, "m"),
        (Duration.Second, "s"), (Duration.Millisecond, "ms"),
    ];

    /// <summary>Hours, minutes and seconds with fraction: <c>1h0m0.5s</c>; below a second one unit: <c>1.5ms</c>.</summary>
    public static string Long(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";

        var size = nanoseconds < 0 ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        var sign = nanoseconds < 0 ? "-" : "";
        if (size < Duration.Microsecond)
            return sign + size.ToString(CultureInfo.InvariantCulture) + "ns";
        if (size < Duration.Millisecond)
            return sign + WithFraction(size, Duration.Microsecond, 3) + "µs";
        if (size < Duration.Second)
            return sign + WithFraction(size, Duration.Millisecond, 6) + "ms";

        var minutes = size / Duration.Minute;
        var seconds = WithFraction(size % Duration.Minute, Duration.Second, 9) + "s";
        if (minutes == 0)
            return sign + seconds;
        return minutes < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{minutes}m{seconds}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{minutes / 60}h{minutes % 60}m{seconds}");
    }

    /// <summary>A whole number of the largest unit that fits exactly: <c>90s</c>, <c>2w</c>; below a millisecond in <c>u</c>, truncated.</summary>
    public static string Script(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";

        foreach (var (size, unit) in ScriptUnits)
        {
            if (nanoseconds % size == 0)
                return (nanoseconds / size).ToString(CultureInfo.InvariantCulture) + unit;
        }

        return (nanoseconds / Duration.Microsecond).ToString(CultureInfo.InvariantCulture) + "u";
    }

    private static string WithFraction(ulong value, long unit, int digits)
    {
        var whole = (value / (ulong)unit).ToString(CultureInfo.InvariantCulture);
        var fraction = value % (ulong)unit;
        return fraction == 0 ? whole : whole + "." + fraction.ToString("D" + digits, CultureInfo.InvariantCulture).TrimEnd('0');
    }
}
