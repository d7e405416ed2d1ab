using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>What one source of PagerDuty's webhooks can say.</summary>
[SourceOptions]
internal sealed record PagerDutySourceOptions : ICheckedOptions
{
    /// <summary>The secrets of webhook subscriptions; any of them may have signed. None, the default: signatures are not looked at.</summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// Levels by the name of a priority, such as <c>P1</c>, or by urgency; the priority goes first. What is not named: <c>high</c> is
    /// CRITICAL, <c>low</c> is WARNING, all else CRITICAL.
    /// </summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    public IEnumerable<OptionProblem> Check()
    {
        if (Secrets.Any(secret => secret.Length == 0))
            yield return new OptionProblem("secrets", "a secret is empty; PagerDuty shows it once, when the subscription is made");
        if (LevelTable.ProblemOf("levels", Levels) is { } problem)
            yield return problem;
    }
}
