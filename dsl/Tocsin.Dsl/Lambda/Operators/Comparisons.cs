using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda.Operators;

// Numbers of different types are compared as floats, also where that makes two of them equal that are not.

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

/// <summary><c>!=</c>.</summary>
internal readonly struct NotEqual
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>, IBinaryOperator<bool, bool, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left != right;

    public static bool Apply(long left, long right, ExpressionState state) => left != right;

    public static bool Apply(string left, string right, ExpressionState state) => !string.Equals(left, right);

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left != right;

    public static bool Apply(bool left, bool right, ExpressionState state) => left != right;
}

/// <summary><c>&lt;</c>, texts in the order of their bytes.</summary>
internal readonly struct Less
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left < right;

    public static bool Apply(long left, long right, ExpressionState state) => left < right;

    public static bool Apply(string left, string right, ExpressionState state) => Utf8Order.Compare(left, right) < 0;

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left < right;
}

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

/// <summary><c>&gt;</c>, texts in the order of their bytes.</summary>
internal readonly struct Greater
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left > right;

    public static bool Apply(long left, long right, ExpressionState state) => left > right;

    public static bool Apply(string left, string right, ExpressionState state) => Utf8Order.Compare(left, right) > 0;

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left > right;
}

/// <summary><c>&gt;=</c>, texts in the order of their bytes.</summary>
internal readonly struct GreaterOrEqual
    : IBinaryOperator<double, double, bool>, IBinaryOperator<long, long, bool>,
      IBinaryOperator<string, string, bool>, IBinaryOperator<Duration, Duration, bool>
{
    public static bool Apply(double left, double right, ExpressionState state) => left >= right;

    public static bool Apply(long left, long right, ExpressionState state) => left >= right;

    public static bool Apply(string left, string right, ExpressionState state) => Utf8Order.Compare(left, right) >= 0;

    public static bool Apply(Duration left, Duration right, ExpressionState state) => left >= right;
}
