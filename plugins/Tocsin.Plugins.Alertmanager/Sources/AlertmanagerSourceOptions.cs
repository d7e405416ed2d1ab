using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Alertmanager.Sources;

/// <summary>What one source of alerts of Alertmanager, or for it, can say.</summary>
[SourceOptions]
internal sealed record AlertmanagerSourceOptions : ICheckedOptions
{
    /// <summary>The label that says how bad an alert is. Default <c>severity</c>.</summary>
    public string SeverityLabel { get; init; } = "severity";

    /// <summary>
    /// Levels by the value of that label, in any case. What is not named: <c>warning</c> is WARNING, <c>info</c> and <c>none</c> are INFO, all
    /// else is CRITICAL.
    /// </summary>
    public IReadOnlyDictionary<string, string> Levels { get; init; } = new Dictionary<string, string>();

    /// <summary>A label whose value is the alert's topic, such as <c>alertname</c>. Empty, the default: all go to the topic of the source.</summary>
    public string TopicLabel { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        foreach (var (name, level) in Levels)
        {
            if (level.Length == 0 || !AlertLevels.TryParse(level, out var known) || known == AlertLevel.Ok)
                yield return new OptionProblem("levels", $"'{name}' has the level '{level}'; a problem is info, warning or critical");
        }
    }
}
