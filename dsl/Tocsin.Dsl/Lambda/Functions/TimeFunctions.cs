using Tocsin.Dsl.Time;
using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Functions over times. Parts of a date are read in the zone of the settings, the server's own by default.</summary>
internal static class TimeFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        new("unixNano", "Nanoseconds since 1970 in UTC.", Of<Instant, long>(time => time.UnixNanoseconds)) { Family = "time" },
        Part("minute", "The minute of the hour, from 0.", local => local.Minute),
        Part("hour", "The hour of the day, from 0.", local => local.Hour),
        Part("weekday", "The day of the week; Sunday is 0.", local => (long)local.DayOfWeek),
        Part("day", "The day of the month, from 1.", local => local.Day),
        Part("month", "The month of the year, from 1.", local => local.Month),
        Part("year", "The year.", local => local.Year),
        new("now", "The time of the machine's clock.", OfClock(clock => Instant.From(clock.GetUtcNow()))) { Family = "time", IsPure = false },
    ];

    private static FunctionDefinition Part(string name, string summary, Func<DateTime, long> part) =>
        new(name, summary, InZone<Instant, long>((time, zone) => part(ToLocal(time, zone)))) { Family = "time" };

    private static DateTime ToLocal(Instant time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTimeFromUtc(time.ToDateTimeOffset().UtcDateTime, zone);
}
