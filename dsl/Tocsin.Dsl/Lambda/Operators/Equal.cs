using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>==</c>.</summary>
internal readonly struct Equal
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>, IBinaryOperator<bool, bool, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left == right;

    public static bool Apply(long left, long right, ExpressionState state) => left == right;

    public static bool Apply(string left, string right, ExpressionState state) => string.Equals(left, right);

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left == right;

    public static bool Apply(bool left, bool right, ExpressionState state) => left == right;
}
