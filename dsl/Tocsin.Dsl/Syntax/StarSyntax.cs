namespace Tocsin.Dsl.Syntax;

/// <summary><c>*</c> where a value is expected: all tags.</summary>
public sealed record StarSyntax(TextSpan Span) : ExpressionSyntax(Span);
