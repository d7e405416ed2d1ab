using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>Finds the tags that a condition lets have one value only: <c>"host" == 'web1' AND …</c>.</summary>
internal static class FixedTags
{
    public static IEnumerable<string> In(LambdaExpression? condition)
    {
        var open = new Stack<ExpressionSyntax>();
        if (condition is not null)
            open.Push(condition.Body);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case LambdaSyntax lambda:
                    open.Push(lambda.Body);
                    break;
                case BinarySyntax { Operator: BinaryOperator.And } both:
                    open.Push(both.Left);
                    open.Push(both.Right);
                    break;
                case BinarySyntax { Operator: BinaryOperator.Equal, Left: ReferenceSyntax tag, Right: StringSyntax }:
                    yield return tag.Name;
                    break;
                case BinarySyntax { Operator: BinaryOperator.Equal, Left: StringSyntax, Right: ReferenceSyntax tag }:
                    yield return tag.Name;
                    break;
            }
        }
    }
}
