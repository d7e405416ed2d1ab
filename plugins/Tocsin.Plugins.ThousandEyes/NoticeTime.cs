using System.Globalization;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.ThousandEyes;

/// <summary>Reads the dates of notices: with the zone behind them, in the account's zone, or as a number since 1970.</summary>
internal sealed class NoticeTime(TimeZoneInfo accountZone)
{
    private const string Plain = "yyyy-MM-dd HH:mm:ss";

    /// <summary>The first that can be read; null when none can. Put the exact ones first.</summary>
    public DateTimeOffset? FirstOf(params ReadOnlySpan<JsonBody> dates)
    {
        foreach (var date in dates)
        {
            if (Read(date) is { } time)
                return time;
        }

        return null;
    }

    private DateTimeOffset? Read(JsonBody date)
    {
        if (date.Number is { } number)
            return number > 0 ? date.Time : null;

        var text = date.Text.Trim();
        var (local, zone) = text.Length > Plain.Length && text[Plain.Length] == ' ' ? (text[..Plain.Length], text[Plain.Length..].Trim()) : (text, "");
        if (!DateTime.TryParseExact(local, Plain, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
            return date.Time;
        if (zone.Length == 0)
            return In(accountZone, clock);
        return ZoneName.TryFind(zone, out var named) ? In(named, clock) : null;
    }

    // Not converted by the framework, which refuses the hour that is left out in spring.
    private static DateTimeOffset? In(TimeZoneInfo zone, DateTime clock) =>
        clock.Year is > 1970 and < 9999 ? new DateTimeOffset(clock, zone.GetUtcOffset(clock)) : null;
}
