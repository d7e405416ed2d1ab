using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Tree;

/// <summary>A literal.</summary>
internal sealed class BoundConstant(TextSpan span, Value value) : BoundExpression(span)
{
    public Value Value => value;
}
