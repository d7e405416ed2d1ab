namespace Tocsin.Dsl.Syntax;

/// <summary>A number with a decimal point.</summary>
public sealed record FloatSyntax(TextSpan Span, double Value) : ExpressionSyntax(Span);
