using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>The Rootly account that all handlers use.</summary>
[ServiceSettings("rootly")]
internal sealed record RootlySettings : ICheckedOptions
{
    /// <summary>Switches the service on. Default false.</summary>
    public bool Enabled { get; init; }

    /// <summary>An API key that may read and write alerts.</summary>
    [Secret]
    public string Token { get; init; } = "";

    /// <summary>The address of the API with its version.</summary>
    public Uri Url { get; init; } = new("https://api.rootly.com/v1");

    /// <summary>Where Rootly says that alerts come from. Default <c>generic_webhook</c>.</summary>
    public string Source { get; init; } = "generic_webhook";

    /// <summary>What kind of thing is notified where a handler names none. Default <c>escalation-policy</c>.</summary>
    public RootlyTargetType NotificationTargetType { get; init; } = RootlyTargetType.EscalationPolicy;

    /// <summary>The id of what is notified where a handler names none, a template. Empty, the default: routes of Rootly decide.</summary>
    public EventTemplate? NotificationTargetId { get; init; }

    /// <summary>Ids of urgencies by level, templates, for handlers that name none for it.</summary>
    public IReadOnlyDictionary<string, EventTemplate> Urgencies { get; init; } = new Dictionary<string, EventTemplate>();

    /// <summary>Whether every alert without such a handler gets one. Default false.</summary>
    public bool Global { get; init; }

    public IEnumerable<OptionProblem> Check()
    {
        if (Enabled && Token.Length == 0)
            yield return new OptionProblem("token", "Rootly is enabled but has no token; make an API key under Organization Settings > API Keys");
        foreach (var problem in RootlyUrgencies.Check(Urgencies))
            yield return problem;
    }
}
