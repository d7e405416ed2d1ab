using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps.Incidents;

/// <summary>The account of the public API that all handlers of incidents use.</summary>
[ServiceSettings("victorops-incident")]
internal sealed record IncidentSettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>The API id of the organisation.</summary>
    [Secret]
    public string ApiId { get; init; } = "";

    /// <summary>An API key that may write.</summary>
    [Secret]
    public string ApiKey { get; init; } = "";

    /// <summary>The address of the public API up to the version.</summary>
    public Uri Url { get; init; } = new("https://api.victorops.com/api-public");

    /// <summary>The user in whose name incidents are created, acknowledged and resolved.</summary>
    public string UserName { get; init; } = "";

    /// <summary>The users who are paged where a handler names no target, templates.</summary>
    public IReadOnlyList<EventTemplate> Users { get; init; } = [];

    /// <summary>The teams that are paged where a handler names no target, templates.</summary>
    public IReadOnlyList<EventTemplate> Teams { get; init; } = [];

    /// <summary>The escalation policies that are started where a handler names no target, templates.</summary>
    public IReadOnlyList<EventTemplate> Policies { get; init; } = [];

    /// <summary>Teams and escalation policies, templates: who is on call for them when an incident is opened is paged too, unless the handler names others.</summary>
    public IReadOnlyList<EventTemplate> OnCall { get; init; } = [];

    /// <summary>Whether every alert without such a handler gets one. Default false.</summary>
    public bool Global { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (!Enabled)
            yield break;
        if (ApiId.Length == 0)
            yield return new OptionProblem("api-id", "the public API of VictorOps is enabled but has no api-id; copy it from Integrations > API");
        if (ApiKey.Length == 0)
            yield return new OptionProblem("api-key", "the public API of VictorOps is enabled but has no api-key; make one that is not read-only under Integrations > API");
        if (UserName.Length == 0)
            yield return new OptionProblem("user-name", "VictorOps requires a user in whose name incidents are created: set user-name to a username");
    }
}
