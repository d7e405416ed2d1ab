using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>&lt;=</c>, texts in the order of their bytes.</summary>
internal readonly struct LessOrEqual
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left <= right;

    public static bool Apply(long left, long right, ExpressionState state) => left <= right;

    public static bool Apply(string left, string right, ExpressionState state) => Utf8Order.Compare(left, right) <= 0;

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left <= right;
}
