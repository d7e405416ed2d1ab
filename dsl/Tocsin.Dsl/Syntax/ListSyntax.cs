namespace Tocsin.Dsl.Syntax;

/// <summary><c>[a, b]</c>: strings, identifiers and stars.</summary>
public sealed record ListSyntax(TextSpan Span, IReadOnlyList<ExpressionSyntax> Items) : ExpressionSyntax(Span);
