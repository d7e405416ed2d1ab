using static Tocsin.Dsl.Lambda.Functions.Signature;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The functions that only match expressions have.</summary>
internal static class MatchFunctions
{
    public static readonly FunctionDefinition[] All =
    [
        Ask("changed", "Whether the level of the event differs from the one before.", subject => subject.Changed),
        Ask("level", "The level of the event, to be compared with OK, INFO, WARNING and CRITICAL.", subject => (long)subject.Level),
        Ask("name", "The measurement of the event.", subject => subject.Name),
        Ask("taskName", "The task that raised the event.", subject => subject.TaskName),
        Ask("duration", "How long the alert has been away from OK.", subject => subject.Duration),
        Ask("alertDuration", "How long the alert has been away from OK.", subject => subject.Duration),
    ];

    private static FunctionDefinition Ask<T>(string name, string summary, Func<IMatchSubject, T> question) =>
        new(name, summary, OfHost(question)) { Family = "match", IsPure = false };
}
