using System.Net;
using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Reads HTML text one step at a time and says in which context it ends.</summary>
internal static class HtmlScanner
{
    private const string Blanks = " \t\n\f\r";

    /// <summary>The context after some of the text, of which <paramref name="read"/> characters were read.</summary>
    public static HtmlContext After(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        if (context.Delimiter == HtmlDelimiter.None)
        {
            var end = SpecialElements.EndOf(context.Element, text);
            if (end == 0)
            {
                read = 0;
                return default;
            }

            return Step(context, end < 0 ? text : text[..end], out read, out error);
        }

        return InAttribute(context, text, out read, out error);
    }

    private static HtmlContext InAttribute(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        var end = text.IndexOfAny(context.Delimiter switch
        {
            HtmlDelimiter.DoubleQuote => "\"",
            HtmlDelimiter.SingleQuote => "'",
            _ => Blanks + ">",
        });
        var value = end < 0 ? text : text[..end];
        read = text.Length;
        if (context.Delimiter == HtmlDelimiter.SpaceOrTagEnd && value.IndexOfAny("\"'<=`") is var bad and >= 0)
        {
            error = $"{QuotedText.Quote(value[bad].ToString())} in unquoted attr: {QuotedText.Quote(value.ToString())}";
            return HtmlContext.Failed;
        }

        if (end < 0)
        {
            // Entities are read, so that what they stand for is seen by the rules inside of the value.
            ReadOnlySpan<char> rest = WebUtility.HtmlDecode(text.ToString());
            while (!rest.IsEmpty && error is null)
            {
                context = Step(context, rest, out var used, out error);
                rest = rest[used..];
            }

            return context;
        }

        var element = context.Element;
        if (element == ElementKind.Script && context is { State: HtmlState.Attr, Attribute: AttributeKind.ScriptType } && !SpecialElements.IsScriptType(value))
            element = ElementKind.None;
        read = context.Delimiter == HtmlDelimiter.SpaceOrTagEnd ? end : end + 1;
        return new HtmlContext { State = HtmlState.Tag, Element = element };
    }

    private static HtmlContext Step(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        read = text.Length;
        switch (context.State)
        {
            case HtmlState.Text:
                return Text(context, text, out read);
            case HtmlState.Tag:
                return Tag(context, text, out read, out error);
            case HtmlState.AttrName:
                read = AttributeNameLength(text, out error);
                return read == text.Length ? context : context with { State = HtmlState.AfterName };
            case HtmlState.AfterName:
                return AfterName(context, text, out read);
            case HtmlState.BeforeValue:
                return BeforeValue(context, text, out read);
            case HtmlState.HTMLCmt:
                var end = text.IndexOf("-->");
                read = end < 0 ? text.Length : end + 3;
                return end < 0 ? context : default;
            case HtmlState.URL or HtmlState.Srcset:
                return context.State == HtmlState.URL ? UrlScanner.After(context, text) : context;
            case HtmlState.JS or HtmlState.JSDqStr or HtmlState.JSSqStr or HtmlState.JSRegexp or HtmlState.JSBlockCmt or HtmlState.JSLineCmt:
                return ScriptScanner.After(context, text, out read, out error);
            case >= HtmlState.CSS and <= HtmlState.CSSLineCmt:
                return StyleScanner.After(context, text, out read, out error);
            default:
                return context;
        }
    }

    private static HtmlContext Text(HtmlContext context, ReadOnlySpan<char> text, out int read)
    {
        read = text.Length;
        var from = 0;
        while (true)
        {
            var at = text[from..].IndexOf('<');
            if (at < 0 || from + at + 1 == text.Length)
                return context;

            at += from;
            if (text[at..].StartsWith("<!--"))
            {
                read = at + 4;
                return new HtmlContext { State = HtmlState.HTMLCmt };
            }

            at++;
            var closes = text[at] == '/';
            if (closes && ++at == text.Length)
                return context;

            var name = SpecialElements.TagNameLength(text[at..]);
            if (name > 0)
            {
                read = at + name;
                var element = closes ? ElementKind.None : SpecialElements.Named(text.Slice(at, name));
                return new HtmlContext { State = HtmlState.Tag, Element = element };
            }

            from = at;
        }
    }

    private static HtmlContext Tag(HtmlContext context, ReadOnlySpan<char> text, out int read, out string? error)
    {
        error = null;
        read = text.Length;
        var start = BlanksLength(text);
        if (start == text.Length)
            return context;
        if (text[start] == '>')
        {
            read = start + 1;
            return new HtmlContext { State = HtmlContext.ContentOf(context.Element), Element = context.Element };
        }

        var length = AttributeNameLength(text[start..], out error);
        if (error is not null)
            return HtmlContext.Failed;
        if (length == 0)
        {
            error = $"expected space, attr name, or end of tag, but got {QuotedText.Quote(text[start..].ToString())}";
            return HtmlContext.Failed;
        }

        read = start + length;
        return new HtmlContext
        {
            State = read == text.Length ? HtmlState.AttrName : HtmlState.AfterName,
            Element = context.Element,
            Attribute = AttributeTypes.KindOf(text.Slice(start, length).ToString().ToLowerInvariant(), context.Element),
        };
    }

    private static HtmlContext AfterName(HtmlContext context, ReadOnlySpan<char> text, out int read)
    {
        read = BlanksLength(text);
        if (read == text.Length)
            return context;
        if (text[read] != '=')
            return context with { State = HtmlState.Tag };

        read++;
        return context with { State = HtmlState.BeforeValue };
    }

    private static HtmlContext BeforeValue(HtmlContext context, ReadOnlySpan<char> text, out int read)
    {
        read = BlanksLength(text);
        if (read == text.Length)
            return context;

        var delimiter = text[read] switch
        {
            '"' => HtmlDelimiter.DoubleQuote,
            '\'' => HtmlDelimiter.SingleQuote,
            _ => HtmlDelimiter.SpaceOrTagEnd,
        };
        if (delimiter != HtmlDelimiter.SpaceOrTagEnd)
            read++;
        return context with { State = HtmlContext.StartOf(context.Attribute), Delimiter = delimiter };
    }

    private static int AttributeNameLength(ReadOnlySpan<char> text, out string? error)
    {
        error = null;
        for (var i = 0; i < text.Length; i++)
        {
            if (Blanks.Contains(text[i]) || text[i] is '=' or '>')
                return i;
            if (text[i] is not ('\'' or '"' or '<'))
                continue;

            error = $"{QuotedText.Quote(text[i].ToString())} in attribute name: {QuotedText.Quote(text[..Math.Min(32, text.Length)].ToString())}";
            return text.Length;
        }

        return text.Length;
    }

    private static int BlanksLength(ReadOnlySpan<char> text)
    {
        var length = text.IndexOfAnyExcept(Blanks);
        return length < 0 ? text.Length : length;
    }
}
