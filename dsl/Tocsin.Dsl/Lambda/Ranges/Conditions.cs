using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>What can be said of conditions without any data.</summary>
public static class Conditions
{
    /// <summary>
    /// Why a condition can never hold, a sentence without its end; null when it may. A plain FALSE is not a mistake: its author wants it so.
    /// </summary>
    public static string? WhyNever(LambdaExpression condition) => condition.Body is BooleanSyntax ? null : WhyNever(condition.Body);

    /// <summary>True when the second condition holds whenever the first does, as far as comparisons with constants tell.</summary>
    public static bool Implies(LambdaExpression first, LambdaExpression second) =>
        ConditionRanges.Of(first.Body).Imply(ConditionRanges.Of(second.Body));

    /// <summary>True when the condition holds only for numbers of a name below a limit.</summary>
    public static bool AsksForBelow(LambdaExpression condition, string name, double limit)
    {
        var range = ConditionRanges.Of(condition.Body).RangeOf(name);
        return range.High < limit || (range.High == limit && range.IsBelowHigh);
    }

    /// <summary>True when the condition holds only for numbers of a name above a limit.</summary>
    public static bool AsksForAbove(LambdaExpression condition, string name, double limit)
    {
        var range = ConditionRanges.Of(condition.Body).RangeOf(name);
        return range.Low > limit || (range.Low == limit && range.IsAboveLow);
    }

    /// <summary>True when the condition compares words and truths, as those of things that report when they change, and no numbers.</summary>
    public static bool IsOfWords(LambdaExpression condition)
    {
        var open = new Stack<ExpressionSyntax>();
        open.Push(condition.Body);
        while (open.TryPop(out var next))
        {
            switch (next)
            {
                case BinarySyntax { Operator: BinaryOperator.And or BinaryOperator.Or } both:
                    open.Push(both.Left);
                    open.Push(both.Right);
                    break;
                case UnarySyntax not:
                    open.Push(not.Operand);
                    break;
                case ReferenceSyntax:
                case BinarySyntax { Left: ReferenceSyntax, Right: StringSyntax or BooleanSyntax or RegexSyntax }:
                case BinarySyntax { Left: StringSyntax or BooleanSyntax, Right: ReferenceSyntax }:
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static string? WhyNever(ExpressionSyntax condition)
    {
        if (condition is BinarySyntax { Operator: BinaryOperator.Or })
            return WhyNone(condition);
        if (Constants.TryFind(condition, out var value))
            return value is { Kind: ValueKind.Boolean, Boolean: false } ? "it is always false" : null;
        return ConditionRanges.Of(condition).Empty is { } name ? $"no value of \"{name}\" meets all that is asked of it" : null;
    }

    private static string? WhyNone(ExpressionSyntax condition)
    {
        string? why = null;
        while (condition is BinarySyntax { Operator: BinaryOperator.Or } either)
        {
            why = WhyNever(either.Right);
            if (why is null)
                return null;
            condition = either.Left;
        }

        return WhyNever(condition) is null ? null : why;
    }
}
