using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Templates.Functions;

internal static class DurationMethods
{
    public static readonly Dictionary<string, TemplateFunction> All = MethodTable.Of(
        new("Nanoseconds", (ref call) => TemplateValue.From(Length(ref call)), false),
        new("Microseconds", (ref call) => TemplateValue.From(Length(ref call) / Duration.Microsecond), false),
        new("Milliseconds", (ref call) => TemplateValue.From(Length(ref call) / Duration.Millisecond), false),
        new("Seconds", (ref call) => InUnits(ref call, Duration.Second), false),
        new("Minutes", (ref call) => InUnits(ref call, Duration.Minute), false),
        new("Hours", (ref call) => InUnits(ref call, Duration.Hour), false),
        new("String", (ref call) => TemplateValue.From(call.Arguments[0].Duration.ToString()), false),
        new("Abs", (ref call) => From(Abs(Length(ref call))), false),
        new("Truncate", (ref call) => From(Truncate(Length(ref call), call.Arguments[1].Integer)), false, ParameterType.Duration),
        new("Round", (ref call) => From(Round(Length(ref call), call.Arguments[1].Integer)), false, ParameterType.Duration));

    private static long Length(ref FunctionCall call) => call.Arguments[0].Integer;

    private static TemplateValue From(long nanoseconds) => TemplateValue.From(new Duration(nanoseconds));

    // Whole units and the rest apart, so that large durations keep their digits.
    private static TemplateValue InUnits(ref FunctionCall call, long unit)
    {
        var length = Length(ref call);
        return TemplateValue.From((length / unit) + ((length % unit) / (double)unit));
    }

    private static long Abs(long length) => length == long.MinValue ? long.MaxValue : Math.Abs(length);

    private static long Truncate(long length, long unit) => unit <= 0 ? length : length - (length % unit);

    private static long Round(long length, long unit)
    {
        if (unit <= 0)
            return length;

        var rest = (Int128)Math.Abs((decimal)length) % unit;
        var down = (Int128)Math.Abs((decimal)length) - rest;
        var size = rest + rest < unit ? down : down + unit;
        var rounded = length < 0 ? -size : size;
        return (long)Int128.Clamp(rounded, long.MinValue, long.MaxValue);
    }
}
