using Tocsin.Dsl.Lambda.Operators;
using Tocsin.Dsl.Text;
using Tocsin.Dsl.Time;
using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Conversions between the types.</summary>
internal static class ConversionFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        new("bool", "Converts to a boolean: 0 and 1, and texts such as 'true' or 'F'.",
            Of<bool, bool>(value => value), Checked<string, bool>(NumberTexts.ParseBool), Checked<long, bool>(IntegerToBool),
            Checked<double, bool>(FloatToBool)) { Family = "conversions" },
        new("int", "Converts to an int; floats lose their fraction, texts must be whole numbers.",
            Of<bool, long>(value => value ? 1 : 0), Checked<string, long>(NumberTexts.ParseInteger), Of<long, long>(value => value),
            Of<double, long>(Integers.Truncate)) { Family = "conversions" },
        new("float", "Converts to a float.",
            Of<bool, double>(value => value ? 1 : 0), Checked<string, double>(NumberTexts.ParseFloat), Of<long, double>(value => value),
            Of<double, double>(value => value)) { Family = "conversions" },
        new("string", "Converts to a text: numbers in full without exponent, durations in their largest exact unit.",
            Of<bool, string>(value => value ? "true" : "false"), Of<string, string>(value => value),
            Of<long, string>(NumberTexts.Format), Of<double, string>(GoFloat.Plain),
            Of<Duration, string>(value => DurationText.Script(value.Nanoseconds))) { Family = "conversions" },
        new("duration", "Converts to a duration: a number of the unit given second, or a text such as '1h30m', for which the unit is ignored.",
            Of<Duration, Duration>(value => value), Of<long, Duration, Duration>(IntegerToDuration),
            Of<double, Duration, Duration>(FloatToDuration), Checked<string, Duration, Duration>(TextToDuration)) { Family = "conversions" },
    ];

    private static string? IntegerToBool(long value, out bool result)
    {
        result = value == 1;
        return value is 0 or 1 ? null : $"cannot convert {NumberTexts.Format(value)} to boolean";
    }

    private static string? FloatToBool(double value, out bool result)
    {
        result = value == 1;
        return value is 0 or 1 ? null : $"cannot convert {GoFloat.Text(value)} to boolean";
    }

    private static Duration IntegerToDuration(long value, Duration unit) => new(unchecked(value * unit.Nanoseconds));

    private static Duration FloatToDuration(double value, Duration unit) => new(Integers.Truncate(value * unit.Nanoseconds));

    private static string? TextToDuration(string text, Duration unit, out Duration result) =>
        CompositeDuration.TryParse(text, out result) ? null : $"invalid duration string \"{text}\"";
}
