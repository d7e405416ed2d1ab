using Tocsin.Dsl.Syntax;

namespace Tocsin.Alerting.Matching;

/// <summary>Finds what match expressions ask of times: an event has tags and fields, and none of these is a time.</summary>
internal static class MatchTimes
{
    private static readonly HashSet<string> Functions = new(StringComparer.Ordinal) { "unixNano", "minute", "hour", "weekday", "day", "month", "year" };

    /// <summary>The first call that fails for each event, such as <c>hour("time")</c>; null when there is none.</summary>
    public static CallSyntax? FirstOfName(SyntaxNode expression) =>
        expression is CallSyntax { Arguments: [ReferenceSyntax] } call && Functions.Contains(call.Name.Name)
            ? call
            : SyntaxChildren.Of(expression).Select(FirstOfName).FirstOrDefault(found => found is not null);
}
