using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>An operator between two operands, other than the logical ones.</summary>
internal sealed class BoundBinary(TextSpan span, BinaryOperator @operator, BoundExpression left, BoundExpression right)
    : BoundExpression(span)
{
    public BinaryOperator Operator => @operator;

    public BoundExpression Left => left;

    public BoundExpression Right => right;
}
