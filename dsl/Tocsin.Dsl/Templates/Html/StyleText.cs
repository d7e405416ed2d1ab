using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Escapes of style sheets, both ways.</summary>
internal static class StyleText
{
    public static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or >= '\x80';

    /// <summary>Reads <c>\26</c> and its like.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('\\'))
            return text;

        var builder = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                if (text[i] != '\\')
                    builder.Append(text[i]);
                continue;
            }

            var end = i + 1;
            while (end < text.Length && end < i + 7 && char.IsAsciiHexDigit(text[end]))
                end++;
            if (end == i + 1)
            {
                builder.Append(text[++i]);
                continue;
            }

            var value = int.Parse(text.AsSpan()[(i + 1)..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            builder.Append(Printing.QuotedText.ToRune(value));

            // One blank ends the digits and is not part of the text.
            if (end < text.Length && " \t\n\f\r".Contains(text[end]))
                end++;
            i = end - 1;
        }

        return builder.ToString();
    }

    public static string Escape(string text)
    {
        var builder = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\\')
            {
                builder.Append(@"\\");
                continue;
            }

            if (!"\0\t\n\f\r\"&'()+/:;<>{}".Contains(c))
            {
                builder.Append(c);
                continue;
            }

            builder.Append(CultureInfo.InvariantCulture, $"\\{(int)c:x}");
            var next = i + 1 < text.Length ? text[i + 1] : ' ';
            if (char.IsAsciiHexDigit(next) || " \t\n\f\r".Contains(next))
                builder.Append(' ');
        }

        return builder.ToString();
    }

    /// <summary>The value with its escapes read, or a mark that it was refused.</summary>
    public static string Filter(string text)
    {
        var value = Decode(text);
        var name = new StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if ("\0\"'()/;@[\\]`{}<>".Contains(c) || (c == '-' && i > 0 && value[i - 1] == '-'))
                return Escapes.Refused;
            if (c < '\x80' && c != '-' && IsNamePart(c))
                name.Append(char.ToLowerInvariant(c));
        }

        var lower = name.ToString();
        return lower.Contains("expression", StringComparison.Ordinal) || lower.Contains("mozbinding", StringComparison.Ordinal)
            ? Escapes.Refused
            : value;
    }
}
