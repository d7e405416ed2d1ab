using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>An operator before one operand.</summary>
internal sealed class BoundUnary(TextSpan span, UnaryOperator @operator, BoundExpression operand) : BoundExpression(span)
{
    public UnaryOperator Operator => @operator;

    public BoundExpression Operand => operand;
}
