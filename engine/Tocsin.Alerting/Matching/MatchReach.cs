using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Lambda.Ranges;
using Tocsin.Dsl.Syntax;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching;

/// <summary>Says of match expressions that they can never hold, whatever the event: for each level an event may have they are computed as far as that goes.</summary>
internal static class MatchReach
{
    /// <summary>Why no event is ever taken, a sentence without its end; null when one may be. A plain FALSE is not a mistake: its author wants it so.</summary>
    /// <param name="expression">The expression with numbers for levels.</param>
    public static string? WhyNever(ExpressionSyntax expression)
    {
        if (expression is BooleanSyntax)
            return null;
        if (Conditions.WhyNever(new LambdaExpression(expression)) is { } why)
            return why;
        for (var level = AlertLevel.Ok; level <= AlertLevel.Critical; level++)
        {
            if (Truth(expression, (long)level, isChanged: true) != false || Truth(expression, (long)level, isChanged: false) != false)
                return null;
        }

        return "it is false at each of the levels OK, INFO, WARNING and CRITICAL";
    }

    // Null where the event decides.
    private static bool? Truth(ExpressionSyntax expression, long level, bool isChanged) => expression switch
    {
        BooleanSyntax truth => truth.Value,
        CallSyntax { Name.Name: "changed", Arguments.Count: 0 } => isChanged,
        UnarySyntax { Operator: UnaryOperator.Not } not => !Truth(not.Operand, level, isChanged),
        BinarySyntax { Operator: BinaryOperator.And } both => And(Truth(both.Left, level, isChanged), Truth(both.Right, level, isChanged)),
        BinarySyntax { Operator: BinaryOperator.Or } either => !And(!Truth(either.Left, level, isChanged), !Truth(either.Right, level, isChanged)),
        BinarySyntax comparison when Number(comparison.Left, level) is { } left && Number(comparison.Right, level) is { } right => Compare(comparison.Operator, left, right),
        BinarySyntax { Operator: BinaryOperator.Equal } same when Truth(same.Left, level, isChanged) is { } left && Truth(same.Right, level, isChanged) is { } right => left == right,
        BinarySyntax { Operator: BinaryOperator.NotEqual } other when Truth(other.Left, level, isChanged) is { } left && Truth(other.Right, level, isChanged) is { } right => left != right,
        _ => null,
    };

    private static bool? And(bool? left, bool? right) => left == false || right == false ? false : left & right;

    private static long? Number(ExpressionSyntax expression, long level) => expression switch
    {
        IntegerSyntax number => number.Value,
        CallSyntax { Name.Name: "level", Arguments.Count: 0 } => level,
        _ => null,
    };

    private static bool? Compare(BinaryOperator op, long left, long right) => op switch
    {
        BinaryOperator.Equal => left == right,
        BinaryOperator.NotEqual => left != right,
        BinaryOperator.Less => left < right,
        BinaryOperator.LessOrEqual => left <= right,
        BinaryOperator.Greater => left > right,
        BinaryOperator.GreaterOrEqual => left >= right,
        _ => null,
    };
}
