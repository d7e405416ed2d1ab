using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing;

/// <summary>A change of a text: <paramref name="NewText"/> in the place of what stands at <paramref name="Span"/>.</summary>
/// <param name="Span">Empty to insert.</param>
public sealed record TextEdit(TextSpan Span, string NewText)
{
    /// <summary>The text after edits that do not overlap.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        foreach (var edit in edits.OrderByDescending(edit => edit.Span.Start))
            text = string.Concat(text.AsSpan(0, edit.Span.Start), edit.NewText, text.AsSpan(edit.Span.End));
        return text;
    }
}
