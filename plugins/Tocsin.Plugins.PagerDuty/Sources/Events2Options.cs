using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>What one stand-in for PagerDuty's Events v2 can say.</summary>
[SourceOptions]
internal sealed record Events2Options : ICheckedOptions
{
    /// <summary>The routing keys that senders may name.</summary>
    [Secret]
    public required IReadOnlyList<string> RoutingKeys { get; init; }

    /// <summary>Levels by severity. What is not named: <c>critical</c> and <c>error</c> are CRITICAL, <c>warning</c> and <c>info</c> what they say.</summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    public IEnumerable<OptionProblem> Check()
    {
        if (RoutingKeys.Count == 0 || RoutingKeys.Any(key => key.Length == 0))
            yield return new OptionProblem("routing-keys", "name at least one key, and none that is empty: it is all that senders show");
        if (LevelTable.ProblemOf("levels", Levels) is { } problem)
            yield return problem;
    }
}
