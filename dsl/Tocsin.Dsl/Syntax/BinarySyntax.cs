namespace Tocsin.Dsl.Syntax;

/// <summary><c>left operator right</c>.</summary>
/// <param name="Left">The operand before the operator.</param>
/// <param name="OperatorPosition">Where the operator begins.</param>
/// <param name="IsMultiline">True when a line ended between the positions of the two operands: the formatter keeps that.</param>
public sealed record BinarySyntax(
    TextSpan Span, ExpressionSyntax Left, BinaryOperator Operator, int OperatorPosition, ExpressionSyntax Right, bool IsMultiline)
    : ExpressionSyntax(Span)
{
    /// <inheritdoc/>
    public override int Position => OperatorPosition;

    /// <summary>True when the expression was written in parentheses.</summary>
    public bool IsParenthesized { get; init; }
}
