using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>Computes the parts of conditions that need no data.</summary>
internal static class Constants
{
    /// <summary>The value of an expression without names and calls; false for any other.</summary>
    public static bool TryFind(ExpressionSyntax expression, out Value value)
    {
        value = default;
        return IsConstant(expression) && ConstantEvaluator.TryEvaluate(expression, _ => null, out value, out _);
    }

    private static bool IsConstant(ExpressionSyntax expression)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(expression);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case UnarySyntax unary:
                    open.Push(unary.Operand);
                    break;
                case BinarySyntax binary:
                    open.Push(binary.Left);
                    open.Push(binary.Right);
                    break;
                case IntegerSyntax or FloatSyntax or DurationSyntax or StringSyntax or BooleanSyntax:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }
}
