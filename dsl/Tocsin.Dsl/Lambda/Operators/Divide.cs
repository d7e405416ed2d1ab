using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>/</c>, towards zero where the result is whole.</summary>
internal readonly struct Divide
    : IBinaryOperator<double, double, double>, IBinaryOperator<long, long, long>, IBinaryOperator<Duration, long, Duration>,
      IBinaryOperator<Duration, double, Duration>, IBinaryOperator<Duration, Duration, long>
{
    public static double Apply(double left, double right, ExpressionState state) => left / right;

    public static long Apply(long left, long right, ExpressionState state) => Integers.Divide(left, right, state);

    public static Duration Apply(Duration left, long right, ExpressionState state) => new(Integers.Divide(left.Nanoseconds, right, state));

    public static Duration Apply(Duration left, double right, ExpressionState state) => new(Integers.Truncate(left.Nanoseconds / right));

    public static long Apply(Duration left, Duration right, ExpressionState state) =>
        Integers.Divide(left.Nanoseconds, right.Nanoseconds, state);
}
