using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>+</c>.</summary>
internal readonly struct Add
    : IBinaryOperator<double, double, double>, IBinaryOperator<long, long, long>, IBinaryOperator<string, string, string>,
      IBinaryOperator<Duration, Duration, Duration>
{
    public static double Apply(double left, double right, ExpressionState state) => left + right;

    public static long Apply(long left, long right, ExpressionState state) => unchecked(left + right);

    public static string Apply(string left, string right, ExpressionState state)
    {
        if ((long)left.Length + right.Length <= state.Texts.Longest || left.Length == 0 || right.Length == 0)
            return left + right;

        state.Fail(state.Texts.Error);
        return "";
    }

    public static Duration Apply(Duration left, Duration right, ExpressionState state) =>
        new(unchecked(left.Nanoseconds + right.Nanoseconds));
}
