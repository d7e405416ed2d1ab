using System.Globalization;
using System.Text;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Entities, and names of attributes.</summary>
internal static class MarkupText
{
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny("\0\"&'+<>") < 0)
            return text;

        var builder = new StringBuilder(text.Length + 16);
        foreach (var c in text)
            AppendEscaped(builder, c);
        return builder.ToString();
    }

    public static string EscapeUnquoted(string text)
    {
        var builder = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = c switch
            {
                '\0' => builder.Append("&#xfffd;"),
                '\t' or '\n' or '\v' or '\f' or '\r' or ' ' or '=' or '`' => builder.Append(CultureInfo.InvariantCulture, $"&#{(int)c};"),
                >= '\ufdd0' and <= '\ufdef' or >= '\ufff0' => builder.Append(CultureInfo.InvariantCulture, $"&#x{(int)c:x};"),
                _ => AppendEscaped(builder, c),
            };
        }

        return builder.ToString();
    }

    /// <summary>A name in lower case, or a mark that it was refused.</summary>
    public static string Name(string text)
    {
        var name = text.ToLowerInvariant();
        return name.Length > 0 && name.All(char.IsAsciiLetterOrDigit) && AttributeTypes.IsHarmless(name) ? name : Escapes.Refused;
    }

    private static StringBuilder AppendEscaped(StringBuilder builder, char c) => c switch
    {
        '\0' => builder.Append('\ufffd'),
        '"' => builder.Append("&#34;"),
        '&' => builder.Append("&amp;"),
        '\'' => builder.Append("&#39;"),
        '+' => builder.Append("&#43;"),
        '<' => builder.Append("&lt;"),
        '>' => builder.Append("&gt;"),
        _ => builder.Append(c),
    };
}
