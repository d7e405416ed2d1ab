namespace Tocsin.Dsl.Syntax;

/// <summary><c>/pattern/</c>.</summary>
/// <param name="Pattern">The pattern with <c>\/</c> undone, as RE2 understands it.</param>
public sealed record RegexSyntax(TextSpan Span, string Pattern) : ExpressionSyntax(Span);
