using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>
/// Writes times in layouts made of the parts of the reference time, Monday the 2nd of January 2006, 15:04:05 in a zone seven hours
/// behind UTC. All that is no such part is written as it is.
/// </summary>
internal static class TimeLayout
{
    public const string Default = "2006-01-02 15:04:05.999999999 -0700 MST";
    public const string Rfc3339 = "2006-01-02T15:04:05.999999999Z07:00";

    // Longer parts stand before those they begin with.
    private static readonly string[] Parts =
    [
        "January", "Jan", "Monday", "Mon", "MST", "002", "01", "02", "03", "04", "05", "06", "15", "1", "2006", "2", "__2", "_2006", "_2",
        "3", "4", "5", "PM", "pm", "-07:00:00", "-070000", "-07:00", "-0700", "-07", "Z07:00:00", "Z070000", "Z07:00", "Z0700", "Z07",
    ];

    public static string Format(string layout, in TemplateValue time)
    {
        var builder = new StringBuilder(layout.Length + 16);
        Append(builder, layout, time);
        return builder.ToString();
    }

    public static void Append(StringBuilder builder, string layout, in TemplateValue time)
    {
        var clock = WallClock.Of(time);
        var rest = layout.AsSpan();
        while (!rest.IsEmpty)
        {
            if (FractionLength(rest) is var fraction and > 0)
            {
                AppendFraction(builder, rest[..fraction], clock.Nanosecond);
                rest = rest[fraction..];
            }
            else if (PartAt(rest) is { } part)
            {
                AppendPart(builder, part, clock);
                rest = rest[part.Length..];
            }
            else
            {
                builder.Append(rest[0]);
                rest = rest[1..];
            }
        }
    }

    private static string? PartAt(ReadOnlySpan<char> layout)
    {
        if (!"JM0123456_-ZPp".Contains(layout[0]))
            return null;

        foreach (var part in Parts)
        {
            if (!layout.StartsWith(part, StringComparison.Ordinal))
                continue;

            // The short names are not taken out of longer words, such as "Month".
            var isShortName = part is "Jan" or "Mon";
            if (isShortName && layout.Length > part.Length && char.IsAsciiLetterLower(layout[part.Length]))
                return null;
            return part;
        }

        return null;
    }

    private static int FractionLength(ReadOnlySpan<char> layout)
    {
        if (layout.Length < 2 || layout[0] is not ('.' or ',') || layout[1] is not ('0' or '9'))
            return 0;

        var end = 1;
        while (end < layout.Length && layout[end] == layout[1])
            end++;
        return end < layout.Length && char.IsAsciiDigit(layout[end]) ? 0 : end;
    }

    private static void AppendFraction(StringBuilder builder, ReadOnlySpan<char> part, int nanosecond)
    {
        Span<char> digits = stackalloc char[9];
        nanosecond.TryFormat(digits, out _, "D9", CultureInfo.InvariantCulture);
        var wanted = part.Length - 1;
        ReadOnlySpan<char> shown = digits[..Math.Min(wanted, 9)];
        if (part[1] == '9')
            shown = shown.TrimEnd('0');
        if (shown.IsEmpty)
            return;

        builder.Append(part[0]).Append(shown);
        if (part[1] == '0' && wanted > 9)
            builder.Append('0', wanted - 9);
    }

    private static void AppendPart(StringBuilder builder, string part, in WallClock clock)
    {
        var date = clock.Date;
        var culture = CultureInfo.InvariantCulture;
        _ = part switch
        {
            "January" => builder.Append(culture, $"{date:MMMM}"),
            "Jan" => builder.Append(culture, $"{date:MMM}"),
            "01" => builder.Append(culture, $"{date.Month:D2}"),
            "1" => builder.Append(date.Month),
            "Monday" => builder.Append(culture, $"{date:dddd}"),
            "Mon" => builder.Append(culture, $"{date:ddd}"),
            "02" => builder.Append(culture, $"{date.Day:D2}"),
            "_2" => builder.Append(culture, $"{date.Day,2}"),
            "2" => builder.Append(date.Day),
            "002" => builder.Append(culture, $"{date.DayOfYear:D3}"),
            "__2" => builder.Append(culture, $"{date.DayOfYear,3}"),
            "15" => builder.Append(culture, $"{date.Hour:D2}"),
            "03" => builder.Append(culture, $"{Hour12(date):D2}"),
            "3" => builder.Append(Hour12(date)),
            "04" => builder.Append(culture, $"{date.Minute:D2}"),
            "4" => builder.Append(date.Minute),
            "05" => builder.Append(culture, $"{date.Second:D2}"),
            "5" => builder.Append(date.Second),
            "2006" => builder.Append(culture, $"{date.Year:D4}"),
            "_2006" => builder.Append(culture, $"_{date.Year:D4}"),
            "06" => builder.Append(culture, $"{date.Year % 100:D2}"),
            "PM" => builder.Append(date.Hour >= 12 ? "PM" : "AM"),
            "pm" => builder.Append(date.Hour >= 12 ? "pm" : "am"),
            "MST" => AppendZoneName(builder, clock),
            _ => AppendOffset(builder, part, clock.Offset),
        };
    }

    private static int Hour12(DateTime date) => date.Hour % 12 == 0 ? 12 : date.Hour % 12;

    private static StringBuilder AppendZoneName(StringBuilder builder, in WallClock clock)
    {
        if (clock.IsUtc)
            return builder.Append("UTC");

        // The offset stands for the name, which the platform does not know.
        return AppendOffset(builder, clock.Offset.Minutes == 0 ? "-07" : "-0700", clock.Offset);
    }

    private static StringBuilder AppendOffset(StringBuilder builder, string part, TimeSpan offset)
    {
        if (part[0] == 'Z' && offset == TimeSpan.Zero)
            return builder.Append('Z');

        var separator = part.Contains(':') ? ":" : "";
        var size = offset.Duration();
        builder.Append(offset < TimeSpan.Zero ? '-' : '+').Append(CultureInfo.InvariantCulture, $"{size.Hours:D2}");
        if (part.Length > 3)
            builder.Append(separator).Append(CultureInfo.InvariantCulture, $"{size.Minutes:D2}");
        if (part.Length > 6)
            builder.Append(separator).Append(CultureInfo.InvariantCulture, $"{size.Seconds:D2}");
        return builder;
    }
}
