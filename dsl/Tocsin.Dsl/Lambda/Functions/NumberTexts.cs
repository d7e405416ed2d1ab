using System.Globalization;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Reads numbers and booleans from texts as strictly as scripts expect: no blanks, no thousands.</summary>
internal static class NumberTexts
{
    public static string Format(long value) => value.ToString(CultureInfo.InvariantCulture);

    public static string? ParseBool(string text, out bool result)
    {
        result = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return result || text is "0" or "f" or "F" or "FALSE" or "false" or "False" ? null : Refusal("ParseBool", text, "invalid syntax");
    }

    public static string? ParseInteger(string text, out long result)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out result) && !text.Contains('\0'))
            return null;

        var digits = text.AsSpan(text.StartsWith('-') || text.StartsWith('+') ? 1 : 0);
        var isNumber = digits.Length > 0 && !digits.ContainsAnyExceptInRange('0', '9');
        result = 0;
        return Refusal("ParseInt", text, isNumber ? "value out of range" : "invalid syntax");
    }

    public static string? ParseFloat(string text, out double result)
    {
        if (TryReadWord(text, out result))
            return null;

        var digits = WithoutSeparators(text);
        if (digits is null || !IsDecimal(digits))
        {
            result = 0;
            return Refusal("ParseFloat", text, "invalid syntax");
        }

        result = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsInfinity(result))
            return null;

        result = 0;
        return Refusal("ParseFloat", text, "value out of range");
    }

    private static bool TryReadWord(string text, out double result)
    {
        var negative = text.StartsWith('-');
        var word = negative || text.StartsWith('+') ? text[1..] : text;
        if (word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            result = negative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        // A NaN has no sign.
        result = double.NaN;
        return text.Equals("nan", StringComparison.OrdinalIgnoreCase);
    }

    // An underscore may stand between two digits. Null where one stands elsewhere.
    private static string? WithoutSeparators(string text)
    {
        for (var at = text.IndexOf('_'); at >= 0; at = text.IndexOf('_', at + 1))
        {
            if (at == 0 || at == text.Length - 1 || !char.IsAsciiDigit(text[at - 1]) || !char.IsAsciiDigit(text[at + 1]))
                return null;
        }

        return text.Replace("_", "", StringComparison.Ordinal);
    }

    // [sign] digits [. digits] [e [sign] digits], with a digit somewhere before the exponent.
    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var rest = SkipSign(text);
        var whole = Digits(rest);
        rest = rest[whole..];
        var fraction = 0;
        if (rest.StartsWith("."))
        {
            fraction = Digits(rest[1..]);
            rest = rest[(1 + fraction)..];
        }

        if (whole + fraction == 0)
            return false;
        if (rest.IsEmpty)
            return true;
        if (rest[0] is not ('e' or 'E'))
            return false;

        rest = SkipSign(rest[1..]);
        return rest.Length > 0 && Digits(rest) == rest.Length;
    }

    private static ReadOnlySpan<char> SkipSign(ReadOnlySpan<char> text) => text is ['-' or '+', ..] ? text[1..] : text;

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static string Refusal(string step, string text, string reason) => $"strconv.{step}: parsing \"{text}\": {reason}";
}
