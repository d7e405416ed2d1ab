using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Printing;
using Tocsin.Dsl.Templates.Tree;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Makes values safe for the place in an HTML text where they stand.</summary>
internal static class Escapes
{
    /// <summary>Stands where a value was refused as unsafe.</summary>
    public const string Refused = "ZgotmplZ";

    public static string Apply(HtmlEscape[] escapes, in TemplateValue value)
    {
        // Only a script sees what type the value has; nothing at all shows as nothing elsewhere.
        var isScript = escapes[0] == HtmlEscape.ScriptValue;
        var text = isScript ? ScriptText.Value(value) : value.IsNil ? "" : Printer.Print(value);
        for (var i = isScript ? 1 : 0; i < escapes.Length; i++)
            text = ApplyOne(escapes[i], text);
        return text;
    }

    private static string ApplyOne(HtmlEscape escape, string text) => escape switch
    {
        HtmlEscape.Text => MarkupText.Escape(text),
        HtmlEscape.Unquoted => MarkupText.EscapeUnquoted(text),
        HtmlEscape.Name => MarkupText.Name(text),
        HtmlEscape.ScriptString => ScriptText.String(text),
        HtmlEscape.ScriptRegex => ScriptText.Pattern(text),
        HtmlEscape.StyleString => StyleText.Escape(text),
        HtmlEscape.StyleValue => StyleText.Filter(text),
        HtmlEscape.UrlFilter => UrlText.Filter(text),
        HtmlEscape.UrlNormalize => UrlText.Encode(text, keepsMeaning: true),
        HtmlEscape.UrlEscape => UrlText.Encode(text, keepsMeaning: false),
        HtmlEscape.SourceSet => UrlText.SourceSet(text),
        HtmlEscape.AuthorHtml => TextEscapes.Html(text),
        HtmlEscape.AuthorUrlQuery => TextEscapes.UrlQuery(text),
        _ => "",
    };
}
