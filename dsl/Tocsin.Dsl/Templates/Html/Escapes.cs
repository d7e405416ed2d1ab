using Tocsin.Dsl.Templates.Functions;
using Tocsin.Dsl.Templates.Printing;

namespace Tocsin.Dsl.Templates.Html;

/// <summary>Makes values safe for the place in an HTML text where they stand.</summary>
internal static class Escapes
{
    public static string Apply(HtmlEscape[] escapes, in TemplateValue value)
    {
        var text = value.IsNil ? "" : Printer.Print(value);
        foreach (var escape in escapes)
            text = TextEscapes.Html(text);
        return text;
    }
}
