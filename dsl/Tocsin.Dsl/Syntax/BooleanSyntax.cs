namespace Tocsin.Dsl.Syntax;

/// <summary><c>TRUE</c> or <c>FALSE</c>.</summary>
public sealed record BooleanSyntax(TextSpan Span, bool Value) : ExpressionSyntax(Span);
