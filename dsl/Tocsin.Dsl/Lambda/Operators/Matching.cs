using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>=~</c>: the text holds a match anywhere.</summary>
internal readonly struct Match : IBinaryOperator<string, Regex, bool>
{
    public static bool Apply(string left, Regex right, ExpressionState state) => right.IsMatch(left);
}

/// <summary><c>!~</c>.</summary>
internal readonly struct NotMatch : IBinaryOperator<string, Regex, bool>
{
    public static bool Apply(string left, Regex right, ExpressionState state) => !right.IsMatch(left);
}
