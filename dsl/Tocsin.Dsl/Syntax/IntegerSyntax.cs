namespace Tocsin.Dsl.Syntax;

/// <summary>A whole number.</summary>
/// <param name="IsOctal">True when written with a leading zero.</param>
public sealed record IntegerSyntax(TextSpan Span, long Value, bool IsOctal) : ExpressionSyntax(Span);
