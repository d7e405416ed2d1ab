namespace Tocsin.Dsl.Syntax;

/// <summary>A bare name.</summary>
public sealed record IdentifierSyntax(TextSpan Span, string Name) : ExpressionSyntax(Span);
