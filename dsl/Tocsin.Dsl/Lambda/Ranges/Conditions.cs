using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Lambda.Ranges;

/// <summary>What can be said of conditions without any data.</summary>
public static class Conditions
{
    /// <summary>
    /// Why a condition can never hold, a sentence without its end; null when it may. A plain FALSE is no mistake: its author wants it so.
    /// </summary>
    public static string? WhyNever(LambdaExpression condition) => condition.Body is BooleanSyntax ? null : WhyNever(condition.Body);

    /// <summary>True when the second condition holds whenever the first does, as far as comparisons with constants tell.</summary>
    public static bool Implies(LambdaExpression first, LambdaExpression second) =>
        ConditionRanges.Of(first.Body).Imply(ConditionRanges.Of(second.Body));

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
