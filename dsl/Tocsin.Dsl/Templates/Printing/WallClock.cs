using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>What a calendar and a clock in the value's zone show at an instant.</summary>
internal readonly record struct WallClock(DateTime Date, int Nanosecond, TimeSpan Offset, bool IsUtc, bool IsDaylightSaving)
{
    public static WallClock Of(in TemplateValue value)
    {
        var time = value.Instant;
        var utc = time.ToDateTimeOffset();
        var nanosecond = (int)(time.UnixNanoseconds % Duration.Second);
        if (nanosecond < 0)
            nanosecond += (int)Duration.Second;
        if (value.Zone is not { } zone)
            return new WallClock(utc.DateTime, nanosecond, TimeSpan.Zero, IsUtc: true, IsDaylightSaving: false);

        var offset = zone.GetUtcOffset(utc);
        var isUtc = offset == TimeSpan.Zero && zone.BaseUtcOffset == TimeSpan.Zero && !zone.SupportsDaylightSavingTime;
        return new WallClock(utc.DateTime + offset, nanosecond, offset, isUtc, zone.IsDaylightSavingTime(utc));
    }
}
