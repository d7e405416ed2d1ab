using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>*</c>.</summary>
internal readonly struct Multiply
    : IBinaryOperator<double, double, double>, IBinaryOperator<long, long, long>, IBinaryOperator<Duration, long, Duration>,
      IBinaryOperator<long, Duration, Duration>, IBinaryOperator<Duration, double, Duration>, IBinaryOperator<double, Duration, Duration>
{
    public static double Apply(double left, double right, ExpressionState state) => left * right;

    public static long Apply(long left, long right, ExpressionState state) => unchecked(left * right);

    public static Duration Apply(Duration left, long right, ExpressionState state) => new(unchecked(left.Nanoseconds * right));

    public static Duration Apply(long left, Duration right, ExpressionState state) => new(unchecked(left * right.Nanoseconds));

    public static Duration Apply(Duration left, double right, ExpressionState state) => new(Integers.Truncate(left.Nanoseconds * right));

    public static Duration Apply(double left, Duration right, ExpressionState state) => new(Integers.Truncate(left * right.Nanoseconds));
}
