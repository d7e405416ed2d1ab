using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Reads styles: strings, addresses, comments.</summary>
internal static class StyleScanner
{
    private const string Blanks = "\t\n\f\r ";

    public static HtmlContext After(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        switch (context.State)
        {
            case HtmlState.CSS:
                return InRules(context, text, out read);
            case HtmlState.CSSBlockCmt:
                var end = text.IndexOf("*/");
                read = end < 0 ? text.Length : end + 2;
                return end < 0 ? context : context with { State = HtmlState.CSS };
            case HtmlState.CSSLineCmt:
                end = text.IndexOfAny("\n\f\r");
                read = end < 0 ? text.Length : end;
                return end < 0 ? context : context with { State = HtmlState.CSS };
            case HtmlState.CSSDqStr or HtmlState.CSSDqURL:
                return InQuotes(context, text, "\\\"", out read, out error);
            case HtmlState.CSSSqStr or HtmlState.CSSSqURL:
                return InQuotes(context, text, "\\'", out read, out error);
            default:
                return InQuotes(context, text, "\\" + Blanks + ")", out read, out error);
        }
    }

    private static HtmlContext InRules(HtmlContext context, ReadOnlySpan<char> text, out int read)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var next = i + 1 < text.Length ? text[i + 1] : '\0';
            read = i + 1;
            switch (text[i])
            {
                case '(' when EndsWithUrl(text[..i].TrimEnd(Blanks)):
                    return Address(context, text, i + 1, out read);
                case '/' when next is '/' or '*':
                    read++;
                    return context with { State = next == '/' ? HtmlState.CSSLineCmt : HtmlState.CSSBlockCmt };
                case '"':
                    return context with { State = HtmlState.CSSDqStr };
                case '\'':
                    return context with { State = HtmlState.CSSSqStr };
            }
        }

        read = text.Length;
        return context;
    }

    private static HtmlContext Address(HtmlContext context, ReadOnlySpan<char> text, int from, out int read)
    {
        read = text.Length - text[from..].TrimStart(Blanks).Length;
        var first = read < text.Length ? text[read] : '\0';
        if (first is not ('"' or '\''))
            return context with { State = HtmlState.CSSURL };

        read++;
        return context with { State = first == '"' ? HtmlState.CSSDqURL : HtmlState.CSSSqURL };
    }

    private static HtmlContext InQuotes(HtmlContext context, ReadOnlySpan<char> text, string specials, out int read, out string? error)
    {
        error = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (!specials.Contains(text[i]))
                continue;

            if (text[i] != '\\')
            {
                read = i + 1;
                return context with { State = HtmlState.CSS };
            }

            if (++i == text.Length)
            {
                read = text.Length;
                error = $"unfinished escape sequence in CSS string: {QuotedText.Quote(text.ToString())}";
                return HtmlContext.Failed;
            }

            context = UrlScanner.After(context, StyleText.Decode(text[..(i + 1)].ToString()));
        }

        read = text.Length;
        return UrlScanner.After(context, StyleText.Decode(text.ToString()));
    }

    private static bool EndsWithUrl(ReadOnlySpan<char> text) =>
        text.EndsWith("url", StringComparison.OrdinalIgnoreCase) && (text.Length == 3 || !StyleText.IsNamePart(text[^4]));
}
