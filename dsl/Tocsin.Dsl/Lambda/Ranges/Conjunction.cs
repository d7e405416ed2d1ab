using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>Conditions that AND joins.</summary>
public static class Conjunction
{
    /// <summary>What all has to hold for a condition to hold, from left to right. A chain may be as long as a script: nothing here calls itself.</summary>
    public static IEnumerable<ExpressionSyntax> PartsOf(ExpressionSyntax condition)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(condition);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case LambdaSyntax lambda:
                    open.Push(lambda.Body);
                    break;
                case BinarySyntax { Operator: BinaryOperator.And } both:
                    open.Push(both.Right);
                    open.Push(both.Left);
                    break;
                default:
                    yield return next;
                    break;
            }
        }
    }
}
