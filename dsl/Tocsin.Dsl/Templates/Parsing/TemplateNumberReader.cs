using System.Globalization;
using System.Text;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Parsing;

/// <summary>Reads number constants: decimal, hexadecimal, octal and binary integers, fractions, characters.</summary>
internal static class TemplateNumberReader
{
    /// <summary>Null when the text is not a number.</summary>
    public static NumberNode? Read(Token token)
    {
        if (token.Kind == TokenKind.CharacterConstant)
            return ReadCharacter(token);

        var text = token.Text.Replace("_", "", StringComparison.Ordinal);
        if (TryInteger(text, out var integer))
        {
            return text.AsSpan().ContainsAny(".eEpP") && !IsHex(text)
                ? new NumberNode(token.Offset, token.Text, (long)integer, TemplateValue.From((double)integer))
                : Whole(token, integer);
        }

        // A whole number that only a float could hold is more likely a mistake.
        if (!TryFloat(text, out var real) || !text.AsSpan().ContainsAny(".eEpP"))
            return null;

        // A fraction without a rest can stand where an integer is wanted.
        long? whole = double.IsInteger(real) && Math.Abs(real) < 9.2e18 ? (long)real : null;
        return new NumberNode(token.Offset, token.Text, whole, TemplateValue.From(real));
    }

    private static NumberNode Whole(Token token, Int128 value) =>
        value >= long.MinValue && value <= long.MaxValue
            ? new NumberNode(token.Offset, token.Text, (long)value, TemplateValue.Int((long)value))
            : new NumberNode(token.Offset, token.Text, null, default);

    private static NumberNode? ReadCharacter(Token token)
    {
        if (!StringReader.TryUnquote(token.Text, out var text) || text.EnumerateRunes().Count() != 1)
            return null;

        Rune.DecodeFromUtf16(text, out var rune, out _);
        return new NumberNode(token.Offset, token.Text, rune.Value, TemplateValue.Int(rune.Value));
    }

    private static bool TryInteger(string text, out Int128 value)
    {
        value = 0;
        var digits = text.AsSpan().TrimStart("+-");
        if (text.Length - digits.Length > 1)
            return false;

        var radix = 10;
        if (digits.Length > 1 && digits[0] == '0')
        {
            radix = digits[1] switch { 'x' or 'X' => 16, 'b' or 'B' => 2, _ => 8 };
            digits = digits[(char.IsAsciiLetter(digits[1]) ? 2 : 1)..];
        }

        if (digits.IsEmpty || digits.Length > 64)
            return false;

        foreach (var c in digits)
        {
            var digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : int.MaxValue;
            if (digit >= radix)
                return false;
            value = (value * radix) + digit;
            if (value > ulong.MaxValue)
                return false;
        }

        if (text[0] == '-')
            value = -value;
        return value >= long.MinValue;
    }

    private static bool TryFloat(string text, out double value)
    {
        if (IsHex(text))
            return TryHexFloat(text, out value);

        return double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value)
            && text.AsSpan().ContainsAny("0123456789");
    }

    private static bool TryHexFloat(string text, out double value)
    {
        value = 0;
        var mark = text.AsSpan().IndexOfAny('p', 'P');
        if (mark < 0 || !int.TryParse(text.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent))
            return false;

        var digits = text.AsSpan(0, mark).TrimStart("+-")[2..];
        var seenPoint = false;
        foreach (var c in digits)
        {
            if (c == '.' && !seenPoint)
                seenPoint = true;
            else if (!char.IsAsciiHexDigit(c))
                return false;
            else
                value = (value * 16) + Convert.ToInt32(c.ToString(), 16);
            if (seenPoint && c != '.')
                exponent -= 4;
        }

        value = Math.ScaleB(text[0] == '-' ? -value : value, exponent);
        return double.IsFinite(value);
    }

    private static bool IsHex(string text) => text.AsSpan().TrimStart("+-").StartsWith("0x", StringComparison.OrdinalIgnoreCase);
}
