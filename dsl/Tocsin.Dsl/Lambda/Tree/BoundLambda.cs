using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A lambda variable used inside this expression, with the memory that all groups share.</summary>
internal sealed class BoundLambda(TextSpan span, BoundExpression body, ExpressionState shared) : BoundExpression(span)
{
    public BoundExpression Body => body;

    public ExpressionState Shared => shared;
}
