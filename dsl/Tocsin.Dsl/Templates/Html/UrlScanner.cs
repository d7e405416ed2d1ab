namespace Tocsin.Dsl.Templates.Html;

internal static class UrlScanner
{
    /// <summary>Which part of a URL follows the text.</summary>
    public static HtmlContext After(HtmlContext context, ReadOnlySpan<char> text)
    {
        if (text.ContainsAny('#', '?'))
            return context with { UrlPart = UrlPart.QueryOrFrag };

        var isBlank = !text.ContainsAnyExcept(" \t\n\f\r");
        return context.UrlPart == UrlPart.None && !isBlank ? context with { UrlPart = UrlPart.PreQuery } : context;
    }
}
