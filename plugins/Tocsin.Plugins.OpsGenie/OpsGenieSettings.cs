using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>The Opsgenie account that all handlers use.</summary>
[ServiceSettings("opsgenie2")]
internal sealed record OpsGenieSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The key of the API integration.</summary>
    [Secret]
    public string ApiKey { get; init; } = "";

    /// <summary>The address that alerts are created at.</summary>
    public Uri Url { get; init; } = new("https://api.opsgenie.com/v2/alerts");

    /// <summary>The teams where a handler names none, templates.</summary>
    public IReadOnlyList<EventTemplate> Teams { get; init; } = [];

    /// <summary>The users where a handler names none, templates.</summary>
    public IReadOnlyList<EventTemplate> Recipients { get; init; } = [];

    /// <summary>What a recovery does where a handler says nothing. Default <c>notes</c>: a note is added, the alert stays open.</summary>
    [OptionAlias("recovery_action")]
    public string RecoveryAction { get; init; } = "notes";

    /// <summary>Whether every alert without such a handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>The name of the sender. Empty, the default: the product's.</summary>
    public string MonitoringTool { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && ApiKey.Length == 0)
            yield return new OptionProblem("api-key", "Opsgenie is enabled but has no api-key; copy it from the API integration of your team");
        if (RecoveryAction.Length == 0)
            yield return new OptionProblem("recovery-action", "a recovery must do something: notes, close or acknowledge");
    }
}
