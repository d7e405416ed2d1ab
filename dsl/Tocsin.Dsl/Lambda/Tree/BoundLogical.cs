using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>Two or more operands joined by the same logical operator, grouped from the left.</summary>
internal sealed class BoundLogical(TextSpan span, BinaryOperator @operator, BoundExpression[] operands) : BoundExpression(span)
{
    public BinaryOperator Operator => @operator;

    public BoundExpression[] Operands => operands;
}
