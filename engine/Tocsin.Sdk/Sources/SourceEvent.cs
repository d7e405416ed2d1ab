namespace Tocsin.Sdk.Sources;

/// <summary>One thing that a request says about one alert.</summary>
public sealed record SourceEvent
{
    /// <summary>
    /// What the alert is about: the same for all that concerns one alert, so that a recovery finds its problem. Unless
    /// <see cref="IsAboutKnownAlert"/>, the id of the alert in the topic.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// The same when a sender repeats itself, different for all that is new; the engine drops what it has seen. Empty when the sender gives
    /// nothing of the kind: then an event that changes nothing is dropped.
    /// </summary>
    public string DedupeKey { get; init; } = "";

    /// <summary>The topic; empty, the default, for the one of the definition, and that of the kind when it names none.</summary>
    public string Topic { get; init; } = "";

    /// <summary>The level the alert has now; OK for a recovery; null when the event is only about an <see cref="Activity"/>.</summary>
    public AlertLevel? Level { get; init; }

    /// <summary>One line for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The long text, plain.</summary>
    public string Details { get; init; } = "";

    /// <summary>When it happened; null for when it came in.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>When the problem began; null to let the engine count from the first event of the id.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>What it happened to: <c>host</c>, <c>service</c>, <c>test</c>, … Handlers match on them.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Values: <see cref="double"/>, <see cref="long"/>, <see cref="bool"/> or <see cref="string"/>.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; init; } = new Dictionary<string, object?>();

    /// <summary>Links for people.</summary>
    public IReadOnlyList<AlertLink> Links { get; init; } = [];

    /// <summary>
    /// The incidents of systems that the event names: the alert is linked to each. With <see cref="IsAboutKnownAlert"/> they also tell which
    /// alert is meant.
    /// </summary>
    public IReadOnlyList<IncidentReference> Incidents { get; init; } = [];

    /// <summary>What somebody did about the alert; null when the event is about a level only.</summary>
    public AlertActivity? Activity { get; init; }

    /// <summary>
    /// True when the other system was notified of the alert by a handler and now answers: an end and what was done are those of the alert with this
    /// id, or with an incident that the event names, in whatever topic knows it. A problem of an alert that is open changes no level: what
    /// raised it knows best. Where no topic knows the alert, a problem is one of the source's own topic, and all else is noted only.
    /// </summary>
    public bool IsAboutKnownAlert { get; init; }
}
