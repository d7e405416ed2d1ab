using System.Globalization;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Templates.Functions;

internal static class InstantMethods
{
    // The year 1, which counts as no time at all.
    private const long ZeroDuration = long.MinValue;

    public static readonly Dictionary<string, TemplateFunction> All = MethodTable.Of(
        new("Format", (ref call) => call.Result(TimeLayout.Format(call.Arguments[1].Text, call.Arguments[0])), false, ParameterType.String),
        new("String", (ref call) => call.Result(TimeLayout.Format(TimeLayout.Default, call.Arguments[0])), false),
        new("GoString", (ref call) => call.Result(Printing.InstantText.Source(call.Arguments[0])), false),
        new("Unix", (ref call) => Whole(ref call, Duration.Second), false),
        new("UnixMilli", (ref call) => Whole(ref call, Duration.Millisecond), false),
        new("UnixMicro", (ref call) => Whole(ref call, Duration.Microsecond), false),
        new("UnixNano", (ref call) => Whole(ref call, 1), false),
        new("UTC", (ref call) => TemplateValue.From(call.Arguments[0].Instant), false),
        new("Local", (ref call) => TemplateValue.InZone(call.Arguments[0].Instant, TimeZoneInfo.Local), false),
        new("Year", (ref call) => TemplateValue.Int(Clock(ref call).Date.Year), false),
        new("Month", (ref call) => TemplateValue.Month(Clock(ref call).Date.Month), false),
        new("Day", (ref call) => TemplateValue.Int(Clock(ref call).Date.Day), false),
        new("Weekday", (ref call) => TemplateValue.Weekday((int)Clock(ref call).Date.DayOfWeek), false),
        new("YearDay", (ref call) => TemplateValue.Int(Clock(ref call).Date.DayOfYear), false),
        new("Hour", (ref call) => TemplateValue.Int(Clock(ref call).Date.Hour), false),
        new("Minute", (ref call) => TemplateValue.Int(Clock(ref call).Date.Minute), false),
        new("Second", (ref call) => TemplateValue.Int(Clock(ref call).Date.Second), false),
        new("Nanosecond", (ref call) => TemplateValue.Int(Clock(ref call).Nanosecond), false),
        new("IsZero", (ref call) => TemplateValue.From(call.Arguments[0].Integer == ZeroDuration), false),
        new("IsDST", (ref call) => TemplateValue.From(Clock(ref call).IsDaylightSaving), false),
        new("Location", (ref call) => TemplateValue.From(call.Arguments[0].Zone is null ? "UTC" : "Local"), false),
        new("Add", (ref call) => Shift(call.Arguments[0], call.Arguments[1].Integer), false, ParameterType.Duration),
        new("AddDate", AddDate, false, ParameterType.Int, ParameterType.Int, ParameterType.Int),
        new("Sub", (ref call) => Difference(ref call), false, ParameterType.Instant),
        new("Before", (ref call) => TemplateValue.From(Compare(ref call) < 0), false, ParameterType.Instant),
        new("After", (ref call) => TemplateValue.From(Compare(ref call) > 0), false, ParameterType.Instant),
        new("Equal", (ref call) => TemplateValue.From(Compare(ref call) == 0), false, ParameterType.Instant),
        new("Compare", (ref call) => TemplateValue.Int(Compare(ref call)), false, ParameterType.Instant),
        new("Truncate", (ref call) => Keep(ref call, call.Arguments[0].Instant.Truncate(call.Arguments[1].Duration)), false, ParameterType.Duration),
        new("Round", (ref call) => Keep(ref call, call.Arguments[0].Instant.Round(call.Arguments[1].Duration)), false, ParameterType.Duration));

    private static WallClock Clock(ref FunctionCall call) => WallClock.Of(call.Arguments[0]);

    private static TemplateValue Whole(ref FunctionCall call, long unit)
    {
        var time = call.Arguments[0].Integer;
        return TemplateValue.From((time / unit) - (time % unit < 0 ? 1 : 0));
    }

    private static int Compare(ref FunctionCall call) => call.Arguments[0].Integer.CompareTo(call.Arguments[1].Integer);

    private static TemplateValue Keep(ref FunctionCall call, Instant time) => TemplateValue.InZone(time, call.Arguments[0].Zone);

    private static TemplateValue Shift(in TemplateValue time, long by)
    {
        var moved = Int128.Clamp((Int128)time.Integer + by, long.MinValue, long.MaxValue);
        return TemplateValue.InZone(new Instant((long)moved), time.Zone);
    }

    private static TemplateValue Difference(ref FunctionCall call)
    {
        var length = Int128.Clamp((Int128)call.Arguments[0].Integer - call.Arguments[1].Integer, long.MinValue, long.MaxValue);
        return TemplateValue.From(new Duration((long)length));
    }

    private static TemplateValue AddDate(ref FunctionCall call)
    {
        var clock = Clock(ref call);
        var (years, months, days) = (call.Arguments[1].Integer, call.Arguments[2].Integer, call.Arguments[3].Integer);
        if (Math.Abs(years) > 400 || Math.Abs(months) > 4800 || Math.Abs(days) > 150_000)
            return call.Fail(string.Create(CultureInfo.InvariantCulture, $"date is out of range: {years}, {months}, {days}"));

        // Days that a month does not have run over into the next one.
        var month = new DateTime(clock.Date.Year, clock.Date.Month, 1).AddYears((int)years).AddMonths((int)months);
        var date = month.AddDays(clock.Date.Day - 1 + (int)days);
        var shift = (Int128)(date - clock.Date.Date).Ticks * 100;
        return Shift(call.Arguments[0], (long)Int128.Clamp(shift, long.MinValue, long.MaxValue));
    }
}
