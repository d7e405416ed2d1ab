using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Dsl.Syntax;
using Tocsin.Dsl.Syntax.Parsing;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>Match expressions of handlers that can be said in matchers: conditions on the level, on tags, on the measurement and the task, joined by AND.</summary>
internal static class MatchMatchers
{
    /// <param name="expression">Empty takes all.</param>
    public static bool TryRead(string expression, [NotNullWhen(true)] out IReadOnlyList<LabelMatcher>? matchers)
    {
        var found = new List<LabelMatcher>();
        matchers = found;
        if (expression.Length == 0)
            return true;
        return SyntaxTree.ParseLambda(expression) is { FirstError: null, Lambda.Body: { } body } && TryAdd(body, found);
    }

    private static bool TryAdd(ExpressionSyntax syntax, List<LabelMatcher> found)
    {
        if (syntax is not BinarySyntax binary)
            return false;
        if (binary.Operator == BinaryOperator.And)
            return TryAdd(binary.Left, found) && TryAdd(binary.Right, found);
        var isEqual = binary.Operator is BinaryOperator.Equal or BinaryOperator.Match;
        LabelMatcher? matcher = null;
        return (binary.Left, binary.Operator, binary.Right) switch
        {
            (CallSyntax { Name.Name: "level", Arguments.Count: 0 }, _, IdentifierSyntax { Name: var name }) when AlertLevels.TryParse(name, out var level) => TryAddLevel(binary.Operator, level, found),
            (_, BinaryOperator.Equal or BinaryOperator.NotEqual, StringSyntax text) when LabelOf(binary.Left) is { } label =>
                LabelMatcher.TryCreate(label, text.Value, isRegex: false, isEqual, out matcher, out _) && Add(found, matcher),
            // Here an expression may match a part.
            (_, BinaryOperator.Match or BinaryOperator.NotMatch, RegexSyntax regex) when LabelOf(binary.Left) is { } label =>
                LabelMatcher.TryCreate(label, $".*(?:{regex.Pattern}).*", isRegex: true, isEqual, out matcher, out _) && Add(found, matcher),
            _ => false,
        };
    }

    private static string? LabelOf(ExpressionSyntax syntax) => syntax switch
    {
        ReferenceSyntax { Name: var tag } => tag,
        CallSyntax { Name.Name: "taskName", Arguments.Count: 0 } => "task",
        _ => null,
    };

    private static bool TryAddLevel(BinaryOperator comparison, AlertLevel level, List<LabelMatcher> found)
    {
        AlertLevel[] levels = [.. new[] { AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical }.Where(other => comparison switch
        {
            BinaryOperator.Equal => other == level,
            BinaryOperator.NotEqual => other != level,
            BinaryOperator.Greater => other > level,
            BinaryOperator.GreaterOrEqual => other >= level,
            BinaryOperator.Less => other < level,
            BinaryOperator.LessOrEqual => other <= level,
            _ => false,
        })];
        return levels.Length > 0
            && LabelMatcher.TryCreate("severity", string.Join('|', levels.Select(AlertLabels.SeverityOf)), isRegex: levels.Length > 1, isEqual: true, out var matcher, out _)
            && Add(found, matcher);
    }

    private static bool Add(List<LabelMatcher> found, LabelMatcher matcher)
    {
        found.Add(matcher);
        return true;
    }
}
