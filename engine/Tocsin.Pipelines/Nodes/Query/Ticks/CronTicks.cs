using Cronos;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Query.Ticks;

/// <summary>
/// Ticks of a cron expression as Kapacitor reads it: five fields from the minute to the day of the week, a sixth for the year, and with seven
/// the first is the second. Where both kinds of days are given, either is enough.
/// </summary>
public sealed class CronTicks : ITicks
{
    private readonly CronExpression[] _expressions;
    private readonly YearField _years;
    private readonly TimeZoneInfo _zone;

    private CronTicks(CronExpression[] expressions, YearField years, TimeZoneInfo zone)
    {
        _expressions = expressions;
        _years = years;
        _zone = zone;
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="zone">The zone that it is in.</param>
    /// <exception cref="FormatException">It is not a cron expression.</exception>
    public static CronTicks Parse(string text, TimeZoneInfo zone)
    {
        var fields = Expand(text.Trim()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is < 5 or > 7)
            throw new FormatException($"it has {fields.Length} fields, not 5, 6 or 7");

        // The library takes H for a time that it chooses.
        if (fields.FirstOrDefault(field => field.Split(',').Any(part => part is ['H' or 'h', ..])) is { } chosen)
            throw new FormatException($"'{chosen}' leaves the time to others: write a number, such as 0");
        var year = new YearField(fields.Length > 5 ? fields[^1] : "*");
        var second = fields.Length == 7 ? fields[0] : "0";
        var rest = fields.Length == 7 ? fields[1..6] : fields[..5];
        return new CronTicks([.. Days(rest).Select(days => CronExpression.Parse($"{second} {rest[0]} {rest[1]} {days}", CronFormat.IncludeSeconds))], year, zone);
    }

    /// <summary>The next tick after a time, nanoseconds since 1970; null when there is none any more.</summary>
    public long? First(long now) => Next(now);

    /// <summary>The same.</summary>
    public long? Next(long after)
    {
        var from = new Instant(after).ToDateTimeOffset();
        while (NextOfAnyYear(from) is { } next)
        {
            if (_years.From(next.Year) is not { } year)
                return null;
            if (year == next.Year)
                return Instant.From(next).UnixNanoseconds;

            // The last moment before that year, in the zone.
            var begin = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Unspecified);
            from = new DateTimeOffset(begin, _zone.GetUtcOffset(begin)).AddTicks(-1);
        }

        return null;
    }

    private DateTimeOffset? NextOfAnyYear(DateTimeOffset from) => _expressions.Min(expression => expression.GetNextOccurrence(from, _zone));

    // Months go with both: one expression for the day of the month, one for the day of the week.
    private static IEnumerable<string> Days(string[] fields)
    {
        var (day, month, weekday) = (fields[2], fields[3], fields[4]);
        return IsAny(day) || IsAny(weekday) ? [$"{day} {month} {weekday}"] : [$"{day} {month} *", $"* {month} {weekday}"];
    }

    private static bool IsAny(string field) => field is "*" or "?";

    private static string Expand(string text) => text.ToLowerInvariant() switch
    {
        "@annually" or "@yearly" => "0 0 0 1 1 * *",
        "@monthly" => "0 0 0 1 * * *",
        "@weekly" => "0 0 0 * * 0 *",
        "@daily" => "0 0 0 * * * *",
        "@hourly" => "0 0 * * * * *",
        _ => text,
    };
}
