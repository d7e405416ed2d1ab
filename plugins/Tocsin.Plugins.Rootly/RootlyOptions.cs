using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>What one Rootly handler can say; what is left empty is taken from the configuration.</summary>
[HandlerOptions]
internal sealed record RootlyOptions : ICheckedOptions
{
    /// <summary>What kind of thing is notified. Default <c>escalation-policy</c>; counts only with <see cref="NotificationTargetId"/>.</summary>
    public RootlyTargetType NotificationTargetType { get; init; } = RootlyTargetType.EscalationPolicy;

    /// <summary>The id of what is notified. Empty, the default: the one of the configuration.</summary>
    public string NotificationTargetId { get; init; } = "";

    /// <summary>Ids of the services that are concerned.</summary>
    public IReadOnlyList<string> ServiceIds { get; init; } = [];

    /// <summary>Ids of the teams that are concerned.</summary>
    public IReadOnlyList<string> GroupIds { get; init; } = [];

    /// <summary>Ids of the environments that are concerned.</summary>
    public IReadOnlyList<string> EnvironmentIds { get; init; } = [];

    /// <summary>Labels beside the tags; they go before tags of the same name.</summary>
    [ScriptProperty("label")]
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Ids of urgencies by level, <c>critical: 5f…</c>. Levels without one get the default of Rootly.</summary>
    [ScriptProperty("urgency")]
    public IReadOnlyDictionary<string, string> Urgencies { get; init; } = new Dictionary<string, string>();

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
