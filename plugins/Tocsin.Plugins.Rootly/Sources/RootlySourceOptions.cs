using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>How one source of Rootly checks and reads.</summary>
[SourceOptions]
internal sealed record RootlySourceOptions : ICheckedOptions
{
    /// <summary>
    /// The signing secrets that are in force: one, or two while one replaces the other. None, the default, takes requests without a
    /// signature, which only other credentials or the network then guard.
    /// </summary>
    [Secret]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>How old a signature may be, and how far ahead. Default 5 minutes.</summary>
    public TimeSpan ReplayWindow { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The level of alerts and incidents that name no severity. Default <c>critical</c>.</summary>
    public AlertLevel DefaultLevel { get; init; } = AlertLevel.Critical;

    public IEnumerable<OptionProblem> Check()
    {
        if (Secrets.Any(secret => secret.Length == 0))
            yield return new OptionProblem("secrets", "a secret is empty; copy it from the webhook's page in Rootly");
        if (ReplayWindow <= TimeSpan.Zero)
            yield return new OptionProblem("replay-window", "it must be longer than 0, such as 5m");
        if (DefaultLevel == AlertLevel.Ok)
            yield return new OptionProblem("default-level", "a problem is never ok; use info, warning or critical");
    }
}
