using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Chooses the escapes for a value from the context it is written in.</summary>
internal static class EscapePlan
{
    /// <summary>Null, with the reason, where no value may stand.</summary>
    public static List<HtmlEscape>? For(HtmlContext context, PipeNode pipe, out string? error)
    {
        error = null;
        var escapes = new List<HtmlEscape>(3);
        switch (context.State)
        {
            case HtmlState.URL or HtmlState.CSSDqStr or HtmlState.CSSSqStr or HtmlState.CSSDqURL or HtmlState.CSSSqURL or HtmlState.CSSURL:
                if (context.UrlPart == UrlPart.Unknown)
                {
                    error = $"{{{{{pipe}}}}} appears in an ambiguous context within a URL";
                    return null;
                }

                AddUrl(escapes, context);
                break;
            case HtmlState.JS:
                escapes.Add(HtmlEscape.ScriptValue);
                break;
            case HtmlState.JSDqStr or HtmlState.JSSqStr:
                escapes.Add(HtmlEscape.ScriptString);
                break;
            case HtmlState.JSRegexp:
                escapes.Add(HtmlEscape.ScriptRegex);
                break;
            case HtmlState.CSS:
                escapes.Add(HtmlEscape.StyleValue);
                break;
            case HtmlState.Text or HtmlState.RCDATA:
                escapes.Add(HtmlEscape.Text);
                break;
            case HtmlState.AttrName or HtmlState.Tag:
                escapes.Add(HtmlEscape.Name);
                break;
            case HtmlState.Srcset:
                escapes.Add(HtmlEscape.SourceSet);
                break;
            case HtmlState.Attr:
                break;
            default:
                escapes.Add(HtmlEscape.Comment);
                break;
        }

        if (context.Delimiter == HtmlDelimiter.SpaceOrTagEnd)
            escapes.Add(HtmlEscape.Unquoted);
        else if (context.Delimiter != HtmlDelimiter.None)
            escapes.Add(HtmlEscape.Text);
        return escapes;
    }

    /// <summary>Why an escape asked for by name may not stand where it does; null when it may.</summary>
    public static string? Misplaced(HtmlContext context, PipeNode pipe)
    {
        for (var i = 0; i < pipe.Commands.Length; i++)
        {
            if (pipe.Commands[i].Words[0] is not FunctionNameNode { Function.Name: "html" or "urlquery" } named)
                continue;

            var isLast = i == pipe.Commands.Length - 1;
            var isUnquoted = context is { State: HtmlState.Attr, Delimiter: HtmlDelimiter.SpaceOrTagEnd } && named.Function.Name == "html";
            if (!isLast || isUnquoted)
                return $"predefined escaper {QuotedText.Quote(named.Function.Name)} disallowed in template";
        }

        return null;
    }

    private static void AddUrl(List<HtmlEscape> escapes, HtmlContext context)
    {
        if (context.UrlPart == UrlPart.QueryOrFrag)
        {
            escapes.Add(HtmlEscape.UrlEscape);
            return;
        }

        if (context.UrlPart == UrlPart.None)
            escapes.Add(HtmlEscape.UrlFilter);
        escapes.Add(context.State is HtmlState.CSSDqStr or HtmlState.CSSSqStr ? HtmlEscape.StyleString : HtmlEscape.UrlNormalize);
    }
}
