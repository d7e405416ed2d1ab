namespace Tocsin.Dsl.Templates.Html;

/// <summary>What kind of value an attribute takes, by its name.</summary>
internal static class AttributeTypes
{
    private static readonly HashSet<string> Urls = new(StringComparer.Ordinal)
    {
        "action", "archive", "background", "cite", "classid", "codebase", "data", "formaction", "href", "icon", "longdesc", "manifest",
        "poster", "profile", "src", "usemap", "xmlns",
    };

    // Plain text, but not for data to choose.
    private static readonly HashSet<string> Sensitive = new(StringComparer.Ordinal)
    {
        "accept-charset", "async", "challenge", "charset", "content", "crossorigin", "defer", "enctype", "form", "formenctype",
        "formmethod", "formnovalidate", "http-equiv", "keytype", "language", "method", "novalidate", "pattern", "rel", "sandbox",
        "srcdoc", "type", "value",
    };

    /// <param name="name">In lower case.</param>
    public static AttributeKind KindOf(string name, ElementKind element)
    {
        if (element == ElementKind.Script && name == "type")
            return AttributeKind.ScriptType;

        name = Bare(name);
        if (Urls.Contains(name))
            return AttributeKind.URL;
        if (Sensitive.Contains(name))
            return AttributeKind.None;
        if (name is "style" or "srcset")
            return name == "style" ? AttributeKind.Style : AttributeKind.Srcset;
        if (name.StartsWith("on", StringComparison.Ordinal))
            return AttributeKind.Script;

        var soundsLikeUrl = name.Contains("src", StringComparison.Ordinal) || name.Contains("uri", StringComparison.Ordinal)
            || name.Contains("url", StringComparison.Ordinal);
        return soundsLikeUrl ? AttributeKind.URL : AttributeKind.None;
    }

    /// <summary>Whether data may choose this name.</summary>
    public static bool IsHarmless(string name) =>
        KindOf(name, ElementKind.None) == AttributeKind.None && !Sensitive.Contains(Bare(name));

    private static string Bare(string name)
    {
        if (name.StartsWith("data-", StringComparison.Ordinal))
            return name[5..];

        var colon = name.IndexOf(':');
        if (colon < 0)
            return name;
        return name.StartsWith("xmlns:", StringComparison.Ordinal) ? "xmlns" : name[(colon + 1)..];
    }
}
