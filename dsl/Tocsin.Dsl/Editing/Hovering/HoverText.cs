using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Hovering;

/// <summary>What is said of a place of a script.</summary>
/// <param name="Span">What it is said of.</param>
/// <param name="Markdown">The text.</param>
public sealed record HoverText(TextSpan Span, string Markdown);
