using System.Text.RegularExpressions;

namespace Tocsin.Dsl.Lambda.Operators;

/// <summary><c>=~</c>: the text holds a match anywhere.</summary>
internal readonly struct Matches : IBinaryOperator<string, Regex, bool>
{
    private static readonly EvaluationError TookTooLong =
        new("the text took too long to match: patterns with \\b or \\B and several repeats can do that");

    public static bool Apply(string left, Regex right, ExpressionState state)
    {
        try
        {
            return right.IsMatch(left);
        }
        catch (RegexMatchTimeoutException)
        {
            state.Fail(TookTooLong);
            return false;
        }
    }
}
