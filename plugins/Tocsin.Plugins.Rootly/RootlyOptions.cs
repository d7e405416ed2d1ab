using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>What one Rootly handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record RootlyOptions : ICheckedOptions
{
    /// <summary>What kind of thing is notified. Default <c>escalation-policy</c>; counts only with <see cref="NotificationTargetId"/>.</summary>
    [Destination]
    public RootlyTargetType NotificationTargetType { get; init; } = RootlyTargetType.EscalationPolicy;

    /// <summary>The id of what is notified, a template. Empty, the default: the one of the configuration.</summary>
    [Destination]
    public EventTemplate? NotificationTargetId { get; init; }

    /// <summary>Ids of the services that are concerned, templates.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> ServiceIds { get; init; } = [];

    /// <summary>Ids of the teams that are concerned, templates.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> GroupIds { get; init; } = [];

    /// <summary>Ids of the environments that are concerned, templates.</summary>
    [Destination]
    public IReadOnlyList<EventTemplate> EnvironmentIds { get; init; } = [];

    /// <summary>Labels beside the tags, templates; they go before tags of the same name.</summary>
    [ScriptProperty("label")]
    public IReadOnlyDictionary<string, EventTemplate> Labels { get; init; } = new Dictionary<string, EventTemplate>();

    /// <summary>Ids of urgencies by level, templates, <c>critical: 5f…</c>. Levels without one get the default of Rootly.</summary>
    [ScriptProperty("urgency")]
    public IReadOnlyDictionary<string, EventTemplate> Urgencies { get; init; } = new Dictionary<string, EventTemplate>();

    /// <summary>The title, a template. Default: the first line of the message.</summary>
    public EventTemplate? Summary { get; init; }

    /// <summary>The text below it, a template. Default: the message.</summary>
    public EventTemplate? Description { get; init; }

    /// <summary>The address that the alert links to, a template. Default: none.</summary>
    public EventTemplate? ExternalUrl { get; init; }

    /// <summary>Whether a recovery resolves incidents too that Rootly made of the alert. Default false.</summary>
    public bool ResolveIncidents { get; init; }

    public IEnumerable<OptionProblem> Check() => RootlyUrgencies.Check(Urgencies);
}
