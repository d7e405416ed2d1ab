using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Matching;

/// <summary>What match expressions may call beside the functions of the language: each asks the event at hand.</summary>
internal static class MatchFunctions
{
    public static readonly FunctionCatalog Catalog = FunctionCatalog.Default.With(
        Of("level", "The event's level, comparable with OK, INFO, WARNING and CRITICAL.", static alert => (long)alert.Level),
        Of(
            "changed",
            "True when the id had another level in the topic before, or when the event says what was done about the alert.",
            static alert => alert.Level != alert.PreviousLevel || alert.Activity is not null),
        Of("name", "The measurement of the event's data.", static alert => alert.Name),
        Of("taskName", "The task that raised the event.", static alert => alert.TaskName),
        Of("duration", "How long the alert has not been OK.", static alert => new Duration(alert.DurationNanoseconds)),
        Of("alertDuration", "The same as duration().", static alert => new Duration(alert.DurationNanoseconds)));

    private static FunctionDefinition Of<T>(string name, string summary, Func<AlertEvent, T> ask) =>
        new(name, summary, Signature.OfHost(ask)) { Family = "match", IsPure = false };
}
