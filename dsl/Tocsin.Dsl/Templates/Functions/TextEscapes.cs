using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Functions;

/// <summary>The escapes that templates ask for by name: <c>html</c>, <c>js</c>, <c>urlquery</c>.</summary>
internal static class TextEscapes
{
    [return: NotNullIfNotNull(nameof(text))]
    public static string? Html(string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny("\0\"'&<>") < 0)
            return text;

        var builder = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => builder.Append('\ufffd'),
                '"' => builder.Append("&#34;"),
                '\'' => builder.Append("&#39;"),
                '&' => builder.Append("&amp;"),
                '<' => builder.Append("&lt;"),
                '>' => builder.Append("&gt;"),
                _ => builder.Append(c),
            };
        }

        return builder.ToString();
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static string? Script(string? text)
    {
        if (text is null)
            return null;

        var builder = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '\\' => builder.Append(@"\\"),
                '\'' => builder.Append(@"\'"),
                '"' => builder.Append("\\\""),
                '<' => builder.Append(@"\u003C"),
                '>' => builder.Append(@"\u003E"),
                '&' => builder.Append(@"\u0026"),
                '=' => builder.Append(@"\u003D"),
                < ' ' => builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                >= 0x80 when !Printing.QuotedText.IsPrintable(rune) => builder.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => builder.Append(rune),
            };
        }

        return builder.ToString();
    }

    [return: NotNullIfNotNull(nameof(text))]
    public static string? UrlQuery(string? text)
    {
        if (text is null)
            return null;

        var builder = new StringBuilder(text.Length + 16);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            var c = (char)value;
            if (c == ' ')
                builder.Append('+');
            else if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '~')
                builder.Append(c);
            else
                builder.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return builder.ToString();
    }
}
