using System.Text.RegularExpressions;
using Tocsin.Dsl.Lambda.Evaluators;
using Tocsin.Dsl.Patterns;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>=~</c>: the text holds a match anywhere.</summary>
internal readonly struct Matches : IBinaryOperator<string, Regex, bool>
{
    public static bool Apply(string left, Regex right, ExpressionState state)
    {
        var isMatch = false;
        if (BoundedPattern.Try(right, left, 0, static (regex, text, _) => regex.IsMatch(text), ref isMatch) is { } problem)
            state.Fail(new EvaluationError(problem));
        return isMatch;
    }
}
