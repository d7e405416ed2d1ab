using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Tocsin.Alerting.Alerts.Silences;

namespace Tocsin.Engine.Tests.Alerts.Silences;

public sealed class SilenceWindowTests
{
    private static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    [Theory]
    // Days, hours and zone; the moment of the question; the window that is open or comes next.
    [InlineData("mon-fri 22:00 06:00 Europe/Berlin", "2026-01-05T12:00Z", "2026-01-05T21:00Z 2026-01-06T05:00Z")]
    [InlineData("mon-fri 22:00 06:00 Europe/Berlin", "2026-01-10T04:59Z", "2026-01-09T21:00Z 2026-01-10T05:00Z")]
    [InlineData("mon-fri 22:00 06:00 Europe/Berlin", "2026-01-10T05:00Z", "2026-01-12T21:00Z 2026-01-13T05:00Z")]
    [InlineData("sat,sun 00:00 24:00 UTC", "2026-01-09T00:00Z", "2026-01-10T00:00Z 2026-01-12T00:00Z")]
    [InlineData("fri-mon 08:00 09:00 UTC", "2026-01-13T00:00Z", "2026-01-16T08:00Z 2026-01-16T09:00Z")]
    // Clocks go from 02:00 to 03:00: a window over the change begins and ends by the wall.
    [InlineData("sun 01:00 05:00 Europe/Berlin", "2026-03-28T00:00Z", "2026-03-29T00:00Z 2026-03-29T03:00Z")]
    // A begin or an end that is skipped is 03:00.
    [InlineData("sun 02:30 05:00 Europe/Berlin", "2026-03-28T00:00Z", "2026-03-29T01:00Z 2026-03-29T03:00Z")]
    [InlineData("sun 01:00 02:30 Europe/Berlin", "2026-03-28T00:00Z", "2026-03-29T00:00Z 2026-03-29T01:00Z")]
    // All of it is skipped: the week after.
    [InlineData("sun 02:10 02:50 Europe/Berlin", "2026-03-28T00:00Z", "2026-04-05T00:10Z 2026-04-05T00:50Z")]
    // Clocks go from 03:00 back to 02:00: the first begin and the last end.
    [InlineData("sun 02:30 05:00 Europe/Berlin", "2026-10-24T00:00Z", "2026-10-25T00:30Z 2026-10-25T04:00Z")]
    [InlineData("sun 01:00 02:30 Europe/Berlin", "2026-10-24T00:00Z", "2026-10-24T23:00Z 2026-10-25T01:30Z")]
    // Half an hour, at Lord Howe Island, and a Friday that Samoa never had.
    [InlineData("sun 01:45 02:15 Australia/Lord_Howe", "2026-10-03T00:00Z", "2026-10-03T15:15Z 2026-10-03T15:30Z")]
    [InlineData("fri 10:00 11:00 Pacific/Apia", "2011-12-29T12:00Z", "2012-01-05T20:00Z 2012-01-05T21:00Z")]
    public void Window_is_by_the_clocks_on_the_walls(string window, string now, string expected)
    {
        var span = Make(window).Following(At(now)).First();

        $"{Text(span.From)} {Text(span.Until)}".Should().Be(expected);
    }

    [Theory]
    [InlineData("mon-fri", "22:00", "22:00", "UTC", "from", "the window from 22:00 to 22:00 has no length; 00:00 to 24:00 is a whole day")]
    [InlineData("", "22:00", "06:00", "Europe/Berln", "zone", "there is no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?")]
    [InlineData("", "22:00", "06:00", "Berlin", "zone", "there is no time zone 'Berlin'; did you mean 'Europe/Berlin'?")]
    [InlineData("mo-fri", "22:00", "06:00", "", "days", "'mo-fri' is not a day or a range of days, such as mon or mon-fri")]
    [InlineData("", "24:00", "06:00", "", "from", "'24:00' is not a time of the day, such as 22:00, in quotes")]
    [InlineData("", "22:00", "6", "", "to", "'6' is not a time of the day, such as 22:00, in quotes")]
    public void What_is_not_a_window_is_said_with_the_way_out(string days, string from, string to, string zone, string option, string expected)
    {
        SilenceWindow.TryCreate(days, from, to, zone, out _, out var wrong, out var error).Should().BeFalse();

        error.Should().StartWith(expected);
        if (option != "to" && option != "from")
            wrong.Should().Be(option);
    }

    [Fact]
    public void Whole_days_follow_each_other_without_a_gap()
    {
        var spans = Make(" 00:00 24:00 Europe/Berlin").Following(At("2026-01-01T12:00Z")).Take(5).ToList();

        spans.Zip(spans.Skip(1)).Should().OnlyContain(pair => pair.First.Until == pair.Second.From);
    }

    /// <summary>Random windows in all zones, at random moments of 2020 to 2040: the wall says when they are open, except around the hours in which it is moved.</summary>
    [Fact]
    public void Any_window_in_any_zone_is_open_when_the_wall_says_so()
    {
        var zones = DateTimeZoneProviders.Tzdb.Ids.ToArray();
        var cases =
            from zone in Gen.Elements(zones)
            from day in Gen.Choose(0, 6)
            from length in Gen.Choose(0, 6)
            from begin in Gen.Choose(0, 1439)
            from end in Gen.Choose(1, 1440).Where(end => end != begin)
            from minute in Gen.Choose(0, 20 * 365 * 24 * 60)
            select (zone, day, length, begin, end, minute);
        Prop.ForAll(cases.ToArbitrary(), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

        static bool Holds((string Zone, int Day, int Length, int Begin, int End, int Minute) it)
        {
            var window = Make($"{Days[it.Day]}-{Days[(it.Day + it.Length) % 7]} {Clock(it.Begin)} {Clock(it.End)} {it.Zone}");
            var now = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(it.Minute);
            var span = window.Following(now).First();
            if (span.Until <= now || span.From >= span.Until)
                return false;

            var zone = DateTimeZoneProviders.Tzdb[it.Zone];
            var (before, after) = (zone.GetZoneInterval(Instant.FromDateTimeOffset(now.AddDays(-2))), zone.GetZoneInterval(Instant.FromDateTimeOffset(now.AddDays(2))));
            if (before != after)
                return true; // The table above says what holds there.
            var local = Instant.FromDateTimeOffset(now).InZone(zone).LocalDateTime;
            var today = ((int)local.DayOfWeek - 1 - it.Day + 7) % 7 <= it.Length;
            var yesterday = ((int)local.DayOfWeek - 2 - it.Day + 14) % 7 <= it.Length;
            var minute = (local.Hour * 60) + local.Minute;
            var isOpen = it.End > it.Begin
                ? today && it.Begin <= minute && minute < it.End
                : (today && minute >= it.Begin) || (yesterday && minute < it.End);
            return span.Contains(now) == isOpen;
        }
    }

    /// <summary>
    /// Windows on the days on which clocks are moved, in all zones that do so from 2020 to 2040, against minutes counted one by one: one begins when the wall first shows its
    /// time or has passed it, and ends when it does so last.
    /// </summary>
    [Fact]
    public void A_window_over_a_change_of_the_clocks_begins_with_the_first_and_ends_with_the_last_of_its_times()
    {
        var (from, until) = (Instant.FromUtc(2020, 1, 1, 0, 0), Instant.FromUtc(2041, 1, 1, 0, 0));
        var changes = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .SelectMany(zone => zone.GetZoneIntervals(from, until).Where(interval => interval.HasStart && interval.Start > from).Select(interval => (Zone: zone, At: interval.Start))).ToArray();
        var random = new Random(14);
        var wrong = new List<string>();
        for (var i = 0; i < 1500; i++)
        {
            var (zone, at) = changes[random.Next(changes.Length)];
            var day = at.InZone(zone).Date.PlusDays(-random.Next(2));
            var (begin, end) = (random.Next(24 * 60), 1 + random.Next(24 * 60));
            if (random.Next(2) == 0)
                begin = Math.Clamp((at.Minus(Duration.FromMinutes(random.Next(-90, 90))).InZone(zone).TimeOfDay.Hour * 60) + random.Next(60), 0, 1439);
            if (begin == end)
                continue;
            var wall = Enumerable.Range(0, 5 * 24 * 60).Select(minute => at - Duration.FromDays(3) + Duration.FromMinutes(minute)).ToArray();
            var locals = wall.Select(instant => instant.InZone(zone).LocalDateTime).ToArray();
            var (begins, ends) = (day.AtMidnight().PlusMinutes(begin), (end > begin ? day : day.PlusDays(1)).AtMidnight().PlusMinutes(end));
            var first = Array.FindIndex(locals, local => local >= begins);
            var last = Array.LastIndexOf(locals, ends) is >= 0 and var shown ? shown : Array.FindLastIndex(locals, local => local < ends) + 1; // A time that is skipped is never shown.
            var window = Make($"{Days[(int)day.DayOfWeek - 1]} {Clock(begin)} {Clock(end)} {zone.Id}");
            var span = window.Following(wall[0].ToDateTimeOffset()).FirstOrDefault(span => span.Until > wall[0].ToDateTimeOffset());
            var isSkipped = first >= last;
            var expected = isSkipped ? "" : $"{wall[first].ToDateTimeOffset():O} {wall[last].ToDateTimeOffset():O}";
            var found = $"{span.From:O} {span.Until:O}";
            if (isSkipped ? span.From < wall[^1].ToDateTimeOffset() : found != expected)
                wrong.Add($"{zone.Id} {Clock(begin)} {Clock(end)} of {day}: {found}, not {expected}");
        }

        wrong.Should().BeEmpty();
    }

    private static string Clock(int minute) => $"{minute / 60:00}:{minute % 60:00}";

    private static SilenceWindow Make(string text)
    {
        var parts = text.Split(' ');
        SilenceWindow.TryCreate(parts[0], parts[1], parts[2], parts[3], out var window, out _, out var error).Should().BeTrue(error);
        return window!; // True above.
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture);
}
