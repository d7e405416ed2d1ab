using System.Globalization;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Syntax;

/// <summary>From the text of a literal to its value.</summary>
internal static class LiteralText
{
    /// <summary>The text between the delimiters, with the escaped delimiter undone.</summary>
    public static string Unquote(string text)
    {
        var delimiter = text[..1];
        return text[1..^1].Replace("\\" + delimiter, delimiter, StringComparison.Ordinal);
    }

    /// <summary>The text of a <c>'…'</c> or <c>'''…'''</c>; in the latter nothing is escaped.</summary>
    public static string UnquoteString(string text, out bool isTripleQuoted)
    {
        isTripleQuoted = text.Length >= 6 && text.StartsWith("'''", StringComparison.Ordinal);
        return isTripleQuoted ? text[3..^3] : Unquote(text);
    }

    public static bool TryParseFloat(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>A whole number; base 8 when it has a leading zero.</summary>
    public static bool TryParseInteger(string text, out long value, out bool isOctal)
    {
        isOctal = text.Length > 1 && text[0] == '0';
        return isOctal
            ? TryParseOctal(text, out value)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Nanoseconds of a duration; <paramref name="wraps"/> tells that they did not fit and went round.</summary>
    public static bool TryParseDuration(string text, out Duration value, out bool wraps)
    {
        var digits = text.AsSpan().TrimEnd("umshdw\u00B5");
        SyntaxFacts.TryGetDurationUnit(text.AsSpan(digits.Length), out _, out var unit);
        var isNumber = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count);
        value = new Duration(unchecked(count * unit));
        wraps = (Int128)count * unit > long.MaxValue;
        return isNumber;
    }

    private static bool TryParseOctal(string text, out long value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7' || value > long.MaxValue >> 3)
                return false;
            value = (value << 3) | (long)(digit - '0');
        }

        return true;
    }
}
