using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

// Integers wrap around; floats follow IEEE 754. Integers and floats never mix.

/// <summary><c>+</c>.</summary>
internal readonly struct Add
    : IBinaryOperator<double, double, double>, IBinaryOperator<long, long, long>, IBinaryOperator<string, string, string>,
      IBinaryOperator<Duration, Duration, Duration>
{
    public static double Apply(double left, double right, ExpressionState state) => left + right;

    public static long Apply(long left, long right, ExpressionState state) => unchecked(left + right);

    public static string Apply(string left, string right, ExpressionState state) => left + right;

    public static Duration Apply(Duration left, Duration right, ExpressionState state) =>
        new(unchecked(left.Nanoseconds + right.Nanoseconds));
}

/// <summary><c>-</c>.</summary>
internal readonly struct Subtract
    : IBinaryOperator<double, double, double>, IBinaryOperator<long, long, long>, IBinaryOperator<Duration, Duration, Duration>
{
    public static double Apply(double left, double right, ExpressionState state) => left - right;

    public static long Apply(long left, long right, ExpressionState state) => unchecked(left - right);

    public static Duration Apply(Duration left, Duration right, ExpressionState state) =>
        new(unchecked(left.Nanoseconds - right.Nanoseconds));
}

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

/// <summary><c>%</c>, with the sign of the left operand.</summary>
internal readonly struct Modulo : IBinaryOperator<long, long, long>
{
    public static long Apply(long left, long right, ExpressionState state) => Integers.Remainder(left, right, state);
}
