namespace Tocsin.Dsl.Templates.Html;

/// <summary>Tags, and the elements whose content is read by rules of its own.</summary>
internal static class SpecialElements
{
    private static readonly HashSet<string> ScriptTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "application/ecmascript", "application/javascript", "application/json", "application/ld+json", "application/x-ecmascript",
        "application/x-javascript", "module", "text/ecmascript", "text/javascript", "text/javascript1.0", "text/javascript1.1",
        "text/javascript1.2", "text/javascript1.3", "text/javascript1.4", "text/javascript1.5", "text/jscript", "text/livescript",
        "text/x-ecmascript", "text/x-javascript",
    };

    public static ElementKind Named(ReadOnlySpan<char> tag)
    {
        foreach (var kind in (ReadOnlySpan<ElementKind>)[ElementKind.Script, ElementKind.Style, ElementKind.Textarea, ElementKind.Title])
        {
            if (tag.Equals(NameOf(kind), StringComparison.OrdinalIgnoreCase))
                return kind;
        }

        return ElementKind.None;
    }

    /// <summary>Where the element's closing tag begins; -1 when it is not in the text.</summary>
    public static int EndOf(ElementKind element, ReadOnlySpan<char> text)
    {
        if (element == ElementKind.None)
            return -1;

        var name = NameOf(element);
        for (var from = 0; text[from..].IndexOf("</") is var at and >= 0; from += at + 2)
        {
            var rest = text[(from + at + 2)..];
            var isName = rest.StartsWith(name, StringComparison.OrdinalIgnoreCase);
            if (isName && rest.Length > name.Length && rest[name.Length] is '>' or ' ' or '\t' or '\n' or '\f' or '/')
                return from + at;
        }

        return -1;
    }

    /// <summary>The length of the tag name at the begin of the text; 0 when there is none.</summary>
    public static int TagNameLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || !char.IsAsciiLetter(text[0]))
            return 0;

        var length = 1;
        while (length < text.Length)
        {
            if (char.IsAsciiLetterOrDigit(text[length]))
                length++;
            else if (text[length] is ':' or '-' && length + 1 < text.Length && char.IsAsciiLetterOrDigit(text[length + 1]))
                length += 2;
            else
                break;
        }

        return length;
    }

    /// <summary>Whether an element with this type attribute holds a script that runs.</summary>
    public static bool IsScriptType(ReadOnlySpan<char> type)
    {
        var parameters = type.IndexOf(';');
        return ScriptTypes.Contains((parameters < 0 ? type : type[..parameters]).Trim().ToString());
    }

    private static string NameOf(ElementKind element) => element switch
    {
        ElementKind.Script => "script",
        ElementKind.Style => "style",
        ElementKind.Textarea => "textarea",
        _ => "title",
    };
}
