using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Reads scripts: strings, comments, regular expressions, and what a slash means.</summary>
internal static class ScriptScanner
{
    private static readonly HashSet<string> BeforeRegexp = new(StringComparer.Ordinal)
    {
        "break", "case", "continue", "delete", "do", "else", "finally", "in", "instanceof", "return", "throw", "try", "typeof", "void",
    };

    public static HtmlContext After(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        switch (context.State)
        {
            case HtmlState.JS:
                return InCode(context, text, out read, out error);
            case HtmlState.JSDqStr:
                return InQuotes(context, text, "\\\"", out read, out error);
            case HtmlState.JSSqStr:
                return InQuotes(context, text, "\\'", out read, out error);
            case HtmlState.JSRegexp:
                return InQuotes(context, text, "\\/[]", out read, out error);
            case HtmlState.JSBlockCmt:
                var end = text.IndexOf("*/");
                read = end < 0 ? text.Length : end + 2;
                return end < 0 ? context : context with { State = HtmlState.JS };
            default:
                end = text.IndexOfAny("\n\r\u2028\u2029");
                read = end < 0 ? text.Length : end;
                return end < 0 ? context : context with { State = HtmlState.JS };
        }
    }

    public static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c is '$' or '_';

    private static HtmlContext InCode(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        var at = text.IndexOfAny('"', '\'', '/');
        if (at < 0)
        {
            read = text.Length;
            return context with { Slash = SlashAfter(text, context.Slash) };
        }

        context = context with { Slash = SlashAfter(text[..at], context.Slash) };
        read = at + 1;
        if (text[at] != '/')
            return context with { State = text[at] == '"' ? HtmlState.JSDqStr : HtmlState.JSSqStr, Slash = SlashMeaning.Regexp };

        var next = read < text.Length ? text[read] : '\0';
        if (next is '/' or '*')
        {
            read++;
            return context with { State = next == '/' ? HtmlState.JSLineCmt : HtmlState.JSBlockCmt };
        }

        switch (context.Slash)
        {
            case SlashMeaning.Regexp:
                return context with { State = HtmlState.JSRegexp };
            case SlashMeaning.DivOp:
                return context with { Slash = SlashMeaning.Regexp };
            default:
                error = $"'/' could start a division or regexp: {QuotedText.Quote(text[at..Math.Min(text.Length, at + 32)].ToString())}";
                return HtmlContext.Failed;
        }
    }

    private static HtmlContext InQuotes(HtmlContext context, ReadOnlySpan<char> text, string specials, out int read, out string? error)
    {
        error = null;
        var inSet = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!specials.Contains(text[i]))
                continue;

            switch (text[i])
            {
                case '\\' when ++i == text.Length:
                    read = text.Length;
                    error = $"unfinished escape sequence in JS string: {QuotedText.Quote(text.ToString())}";
                    return HtmlContext.Failed;
                case '\\':
                    break;
                case '[':
                    inSet = true;
                    break;
                case ']':
                    inSet = false;
                    break;
                default:
                    if (inSet)
                        break;
                    read = i + 1;
                    return context with { State = HtmlState.JS, Slash = SlashMeaning.DivOp };
            }
        }

        read = text.Length;
        if (!inSet)
            return context;
        error = $"unfinished JS regexp charset: {QuotedText.Quote(text.ToString())}";
        return HtmlContext.Failed;
    }

    private static SlashMeaning SlashAfter(ReadOnlySpan<char> text, SlashMeaning before)
    {
        text = text.TrimEnd("\t\n\f\r \u2028\u2029");
        if (text.IsEmpty)
            return before;

        var last = text[^1];
        switch (last)
        {
            case '+' or '-':
                // A pair is a step operator, which ends an expression.
                var count = text.Length - text.TrimEnd(last).Length;
                return (count & 1) == 1 ? SlashMeaning.Regexp : SlashMeaning.DivOp;
            case '.':
                return text.Length > 1 && char.IsAsciiDigit(text[^2]) ? SlashMeaning.DivOp : SlashMeaning.Regexp;
            case ',' or '<' or '>' or '=' or '*' or '%' or '&' or '|' or '^' or '?' or '!' or '~' or '(' or '[' or ':' or ';' or '{' or '}':
                return SlashMeaning.Regexp;
        }

        var start = text.Length;
        while (start > 0 && IsNamePart(text[start - 1]))
            start--;
        return BeforeRegexp.Contains(text[start..].ToString()) ? SlashMeaning.Regexp : SlashMeaning.DivOp;
    }
}
