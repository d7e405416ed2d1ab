using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Editing.Hints;

/// <summary>A line that editors show above another.</summary>
/// <param name="Span">What it is said of.</param>
/// <param name="Title">What is shown.</param>
/// <param name="References">Where the things are that it counts; empty when it counts nothing that can be shown.</param>
public sealed record CodeLens(TextSpan Span, string Title, IReadOnlyList<TextSpan> References);
