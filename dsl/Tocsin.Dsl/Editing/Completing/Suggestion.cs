using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Completing;

/// <summary>Something that can be written at a place.</summary>
/// <param name="Label">What is shown, and what the typed word is compared with.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Replace">What it takes the place of.</param>
/// <param name="Insert">What is written; with places to go on at, as <c>$1</c>, when <paramref name="IsSnippet"/>.</param>
/// <param name="Detail">One short line beside it.</param>
public sealed record Suggestion(string Label, SuggestionKind Kind, TextSpan Replace, string Insert, string Detail, bool IsSnippet = false)
{
    /// <summary>What there is to read of it, as Markdown: made when somebody looks at it.</summary>
    public Func<string> Documentation { get; init; } = static () => "";
}
