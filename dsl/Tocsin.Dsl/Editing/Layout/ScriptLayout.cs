using Tocsin.Dsl.Formatting;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Layout;

/// <summary>Brings a script into the one layout.</summary>
public static class ScriptLayout
{
    /// <summary>What changes: nothing for a script with errors, and for one that is laid out already. Line ends stay what they are.</summary>
    public static IReadOnlyList<TextEdit> Of(EditedScript script)
    {
        if (script.IsTooLong || script.Tree.HasErrors)
            return [];
        var text = script.Text;
        var formatted = Formatter.Format(script.Tree);
        if (text.Contains("\r\n", StringComparison.Ordinal))
            formatted = formatted.ReplaceLineEndings("\r\n");
        if (formatted == text)
            return [];

        // What begins and ends the same stays, so that cursors and folds there do.
        var start = text.AsSpan().CommonPrefixLength(formatted);
        var end = 0;
        while (end < Math.Min(text.Length, formatted.Length) - start && text[^(end + 1)] == formatted[^(end + 1)])
            end++;
        return [new TextEdit(TextSpan.FromBounds(start, text.Length - end), formatted[start..^end])];
    }
}
