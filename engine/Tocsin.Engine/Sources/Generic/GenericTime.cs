using System.Globalization;

namespace Tocsin.Engine.Sources.Generic;

/// <summary>Reads times in the formats of <see cref="GenericOptions.TimeFormat"/>.</summary>
internal static class GenericTime
{
    /// <summary>What is wrong with a format; null when nothing is.</summary>
    public static string? Problem(string format)
    {
        if (format.Length == 0)
            return "must not be empty: leave it out for rfc3339";
        if (TicksOf(format) is not null || format == "rfc3339")
            return null;
        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return format.Contains('y', StringComparison.Ordinal) || format.Length == 1
                ? null
                : $"'{format}' isn't a time format: use rfc3339, unix, unix-ms, unix-us, unix-ns or a .NET format such as yyyy-MM-dd HH:mm:ss";
        }
        catch (FormatException)
        {
            return $"'{format}' isn't a time format: use rfc3339, unix, unix-ms, unix-us, unix-ns or a .NET format such as yyyy-MM-dd HH:mm:ss";
        }
    }

    /// <exception cref="FormatException">The text is not a time in that format.</exception>
    public static DateTimeOffset Parse(string text, string format, string option)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (TicksOf(format) is { } ticks)
        {
            if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1e18m * 10 &&
                decimal.Floor(number * ticks) + DateTimeOffset.UnixEpoch.Ticks is >= 0 and <= 3155378975999999999m and var all)
            {
                return new DateTimeOffset((long)all, TimeSpan.Zero);
            }
        }
        else if (format == "rfc3339"
            ? DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time)
            : DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, Utc, out time))
        {
            return time;
        }

        throw new FormatException($"{option} isn't a time in the format {format}: \"{(text.Length <= 80 ? text : text[..80])}\"");
    }

    // Ticks of a unit.
    private static decimal? TicksOf(string format) => format switch
    {
        "unix" => TimeSpan.TicksPerSecond,
        "unix-ms" => TimeSpan.TicksPerMillisecond,
        "unix-us" => TimeSpan.TicksPerMicrosecond,
        "unix-ns" => 0.01m,
        _ => null,
    };
}
