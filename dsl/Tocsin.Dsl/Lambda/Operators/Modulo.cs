using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>%</c>, with the sign of the left operand.</summary>
internal readonly struct Modulo : IBinaryOperator<long, long, long>
{
    public static long Apply(long left, long right, ExpressionState state) => Integers.Remainder(left, right, state);
}
