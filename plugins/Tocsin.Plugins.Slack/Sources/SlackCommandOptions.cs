using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Slack.Sources;

/// <summary>What one source of Slack's slash commands can say.</summary>
[SourceOptions]
internal sealed record SlackCommandOptions : ICheckedOptions
{
    /// <summary>The signing secret of the Slack app; several while one is replaced, of which any may have signed.</summary>
    [Secret]
    public required IReadOnlyList<string> SigningSecrets { get; init; }

    /// <summary>The teams that can be paged: the name people write, and the routing key that pages them.</summary>
    public required IReadOnlyDictionary<string, string> Teams { get; init; }

    /// <summary>How bad it is when somebody pages. Default <c>critical</c>.</summary>
    public AlertLevel Level { get; init; } = AlertLevel.Critical;

    public IEnumerable<OptionProblem> Check()
    {
        if (SigningSecrets.Count == 0 || SigningSecrets.Any(secret => secret.Length == 0))
            yield return new OptionProblem("signing-secrets", "name the signing secret of the Slack app (Basic Information), and none that is empty");
        if (Teams.Count == 0)
            yield return new OptionProblem("teams", "name at least one team with the routing key that pages it");
        foreach (var (name, key) in Teams)
        {
            if (name.Length == 0 || name.Any(char.IsWhiteSpace) || key.Length == 0)
                yield return new OptionProblem("teams", $"'{name}' must be one word, as people write it after the command, with a routing key");
        }

        if (Level == AlertLevel.Ok)
            yield return new OptionProblem("level", "who pages has a problem: use info, warning or critical");
    }
}
