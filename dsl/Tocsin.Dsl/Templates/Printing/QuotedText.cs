using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Printing;

/// <summary>Strings and characters in quotes, with escapes for all that does not print.</summary>
internal static class QuotedText
{
    public static string Quote(string text, bool asciiOnly = false)
    {
        var builder = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            AppendRune(builder, rune, '"', asciiOnly);
        return builder.Append('"').ToString();
    }

    public static string QuoteRune(long value, bool asciiOnly = false)
    {
        var builder = new StringBuilder().Append('\'');
        AppendRune(builder, ToRune(value), '\'', asciiOnly);
        return builder.Append('\'').ToString();
    }

    /// <summary>Whether the text can stand between back quotes as it is.</summary>
    public static bool CanBackQuote(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '`' or '\x7f' or 0xFEFF or 0xFFFD || (rune.Value < ' ' && rune.Value != '\t'))
                return false;
        }

        return true;
    }

    public static Rune ToRune(long value) => value is >= 0 and <= 0x10FFFF && Rune.TryCreate((int)value, out var rune) ? rune : Rune.ReplacementChar;

    /// <summary>Letters, marks, numbers, punctuation, symbols and the plain space.</summary>
    public static bool IsPrintable(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control
        or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    private static void AppendRune(StringBuilder builder, Rune rune, char quote, bool asciiOnly)
    {
        var value = rune.Value;
        if (value == quote || value == '\\')
        {
            builder.Append('\\').Append((char)value);
            return;
        }

        if (IsPrintable(rune) && (!asciiOnly || rune.IsAscii))
        {
            builder.Append(rune);
            return;
        }

        var simple = "\a\b\f\n\r\t\v".IndexOf((char)value, StringComparison.Ordinal);
        if (value <= '\r' && simple >= 0)
            builder.Append('\\').Append("abfnrtv"[simple]);
        else if (value is < ' ' or 0x7f)
            builder.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}");
        else if (value < 0x10000)
            builder.Append(CultureInfo.InvariantCulture, $"\\u{value:x4}");
        else
            builder.Append(CultureInfo.InvariantCulture, $"\\U{value:x8}");
    }
}
