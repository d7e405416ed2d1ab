using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>!~</c>.</summary>
internal readonly struct MatchesNot : IBinaryOperator<string, Regex, bool>
{
    public static bool Apply(string left, Regex right, ExpressionState state) => !Matches.Apply(left, right, state);
}
