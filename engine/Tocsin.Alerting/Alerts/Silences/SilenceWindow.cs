using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;
using Tocsin.Alerting.Configuration;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>
/// Hours of some days of the week, by the clocks on the walls of a time zone. Where these are moved, a time that is skipped is that at which they go
/// on, and of one that comes twice the first begins and the last ends a window.
/// </summary>
public sealed class SilenceWindow
{
    private const int MinutesOfDay = 24 * 60;

    /// <summary>A window of one day a week may be skipped by the clocks; that of the week after is not.</summary>
    private const int DaysAhead = 16;

    private static readonly TimeSpan Longest = TimeSpan.FromDays(28);

    private static readonly string[] DayNames = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    private static readonly ZoneLocalMappingResolver Starts = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);
    private static readonly ZoneLocalMappingResolver Ends = Resolvers.CreateMappingResolver(Resolvers.ReturnLater, Resolvers.ReturnStartOfIntervalAfter);

    private readonly DateTimeZone _zone;
    private readonly bool[] _days;
    private readonly int _from;
    private readonly int _to;

    private SilenceWindow(DateTimeZone zone, bool[] days, int from, int to) => (_zone, _days, _from, _to) = (zone, days, from, to);

    /// <summary>The zone's name.</summary>
    public string Zone => _zone.Id;

    /// <param name="days">Such as <c>mon-fri</c> or <c>sat,sun</c>; empty for all.</param>
    /// <param name="from">Such as <c>22:00</c>.</param>
    /// <param name="to">Such as <c>06:00</c>, of the next day when that is not after <paramref name="from"/>; at most <c>24:00</c>.</param>
    /// <param name="zone">A name of the IANA, such as <c>Europe/Berlin</c>; empty for UTC.</param>
    /// <param name="option">Which of them is wrong.</param>
    public static bool TryCreate(
        string days, string from, string to, string zone,
        [NotNullWhen(true)] out SilenceWindow? window, out string option, [NotNullWhen(false)] out string? error)
    {
        window = null;
        option = "days";
        if (!TryReadDays(days, out var chosen, out error))
            return false;
        option = "from";
        if (!TryReadTime(from, MinutesOfDay - 1, out var first, out error))
            return false;
        option = "to";
        if (!TryReadTime(to, MinutesOfDay, out var last, out error))
            return false;
        if (first == last)
        {
            error = $"the window from {from} to {to} has no length; 00:00 to 24:00 is a whole day";
            return false;
        }

        option = "zone";
        var known = DateTimeZoneProviders.Tzdb;
        if (known.GetZoneOrNull(zone.Length == 0 ? "UTC" : zone) is not { } found)
        {
            var nearest = Dsl.Text.NearestName.Find(zone, known.Ids) ?? known.Ids.FirstOrDefault(id => id.EndsWith("/" + zone.Replace(' ', '_'), StringComparison.OrdinalIgnoreCase));
            error = $"there is no time zone '{zone}'{(nearest is null ? "; zones have names such as Europe/Berlin" : $"; did you mean '{nearest}'?")}";
            return false;
        }

        window = new SilenceWindow(found, chosen, first, last);
        return true;
    }

    /// <summary>The window that is open at a time, and those after it, without end. Two that touch are one, up to some weeks.</summary>
    public IEnumerable<SilenceSpan> Following(DateTimeOffset time)
    {
        // One that began yesterday may be open still, by a clock that was set back meanwhile even that of the day before.
        var day = Instant.FromDateTimeOffset(time).InZone(_zone).Date.PlusDays(-2);
        SilenceSpan? open = null;
        for (var quiet = 0; quiet < DaysAhead; quiet++, day = day.PlusDays(1))
        {
            if (SpanOf(day) is not { } span || span.Until <= time)
                continue;
            quiet = 0;
            if (open is { } before && span.From <= before.Until && before.Until - before.From < Longest)
            {
                open = before with { Until = Later(before.Until, span.Until) };
                continue;
            }

            if (open is { } whole)
            {
                yield return whole;
                span = span with { From = Later(span.From, whole.Until) };
            }

            open = span.From < span.Until ? span : null;
        }

        if (open is { } last)
            yield return last;
    }

    /// <summary>A time as the clocks of the zone show it: <c>2026-03-29 03:00 +02</c>.</summary>
    public string Local(DateTimeOffset time) =>
        Instant.FromDateTimeOffset(time).InZone(_zone).ToString("uuuu-MM-dd HH:mm o<g>", CultureInfo.InvariantCulture);

    private SilenceSpan? SpanOf(LocalDate day)
    {
        if (!_days[(int)day.DayOfWeek - 1])
            return null;
        var from = Resolve(day, _from, Starts);
        var to = Resolve(_to > _from ? day : day.PlusDays(1), _to, Ends);

        // All of it was skipped.
        return from < to ? new SilenceSpan(from, to) : null;
    }

    private DateTimeOffset Resolve(LocalDate day, int minute, ZoneLocalMappingResolver resolver) =>
        _zone.ResolveLocal((minute == MinutesOfDay ? day.PlusDays(1) : day).At(LocalTime.FromMinutesSinceMidnight(minute % MinutesOfDay)), resolver).ToInstant().ToDateTimeOffset();

    private static DateTimeOffset Later(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private static bool TryReadDays(string text, out bool[] days, [NotNullWhen(false)] out string? error)
    {
        days = new bool[DayNames.Length];
        error = null;
        if (text.Length == 0)
        {
            Array.Fill(days, true);
            return true;
        }

        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            int[] numbers = [.. ends.Select(end => Array.IndexOf(DayNames, end.ToLowerInvariant()))];
            if (numbers.Length > 2 || Array.IndexOf(numbers, -1) is >= 0 and var wrong && wrong < numbers.Length)
            {
                error = $"'{part}' is not a day or a range of days, such as mon or mon-fri{NameHint.Of(part, DayNames)}";
                return false;
            }

            // The week goes round: fri-mon is four days.
            for (var day = numbers[0]; ; day = (day + 1) % DayNames.Length)
            {
                days[day] = true;
                if (day == numbers[^1])
                    break;
            }
        }

        return true;
    }

    private static bool TryReadTime(string text, int most, out int minute, [NotNullWhen(false)] out string? error)
    {
        error = null;
        minute = 0;
        if (text.Split(':') is [{ Length: 1 or 2 } hours, { Length: 2 } minutes]
            && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var hour)
            && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var rest)
            && hour <= 24 && rest < 60)
        {
            minute = (hour * 60) + rest;
            if (minute <= most)
                return true;
        }

        error = $"'{text}' is not a time of the day, such as 22:00, in quotes";
        return false;
    }
}
