using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>The account that handlers of the first Alert API use.</summary>
[ServiceSettings("opsgenie")]
internal sealed record OpsGenie1Settings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The key of the API integration.</summary>
    [Secret]
    public string ApiKey { get; init; } = "";

    /// <summary>The teams where a handler names none, templates.</summary>
    public IReadOnlyList<EventTemplate> Teams { get; init; } = [];

    /// <summary>The users where a handler names none, templates.</summary>
    public IReadOnlyList<EventTemplate> Recipients { get; init; } = [];

    /// <summary>The address that alerts are posted to.</summary>
    public Uri Url { get; init; } = new("https://api.opsgenie.com/v1/json/alert");

    /// <summary>The address that recoveries are posted to: it says what they do. Default: one that adds a note.</summary>
    [OptionAlias("recovery_url")]
    public Uri RecoveryUrl { get; init; } = new("https://api.opsgenie.com/v1/json/alert/note");

    /// <summary>Whether every alert without such a handler gets one. Default false.</summary>
    public bool Global { get; init; }

    /// <summary>The name of the sender. Empty, the default: the product's.</summary>
    public string MonitoringTool { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && ApiKey.Length == 0)
            yield return new OptionProblem("api-key", "Opsgenie is enabled but has no api-key; copy it from the API integration of your team");
    }
}
