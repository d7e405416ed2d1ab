namespace Tocsin.Dsl.Syntax;

/// <summary><c>-operand</c> or <c>!operand</c>.</summary>
public sealed record UnarySyntax(TextSpan Span, UnaryOperator Operator, ExpressionSyntax Operand) : ExpressionSyntax(Span);
