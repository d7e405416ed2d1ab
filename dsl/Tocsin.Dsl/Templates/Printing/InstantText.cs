using System.Globalization;

namespace Tocsin.Dsl.Templates.Printing;

internal static class InstantText
{
    /// <summary>The expression that makes the instant, as <c>%#v</c> prints it.</summary>
    public static string Source(in TemplateValue value)
    {
        var clock = WallClock.Of(value);
        var date = clock.Date;
        return string.Create(CultureInfo.InvariantCulture,
            $"time.Date({date.Year}, time.{date:MMMM}, {date.Day}, {date.Hour}, {date.Minute}, {date.Second}, {clock.Nanosecond}, {(value.Zone is null ? "time.UTC" : "time.Local")})");
    }
}
