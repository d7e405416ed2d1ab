namespace Tocsin.Dsl.Syntax;

/// <summary>A text.</summary>
/// <param name="Value">The text with escapes undone.</param>
/// <param name="IsTripleQuoted">True when written as <c>'''…'''</c>.</param>
public sealed record StringSyntax(TextSpan Span, string Value, bool IsTripleQuoted) : ExpressionSyntax(Span);
