namespace Tocsin.Sdk;

/// <summary>One change, or one repeat, of an alert's state as a topic hands it to its handlers. Never changes; safe for any thread.</summary>
public sealed record AlertEvent
{
    /// <summary>The topic the event came through.</summary>
    public required string Topic { get; init; }

    /// <summary>What the alert is about. Events with one id, one after the other, are the history of one alert.</summary>
    public required string Id { get; init; }

    /// <summary>The level the alert has now.</summary>
    public required AlertLevel Level { get; init; }

    /// <summary>The level this id had in the topic before this event; OK for a new id.</summary>
    public AlertLevel PreviousLevel { get; init; }

    /// <summary>One line for people.</summary>
    public string Message { get; init; } = "";

    /// <summary>The long text, HTML unless its author chose otherwise.</summary>
    public string Details { get; init; } = "";

    /// <summary>False when nobody wrote the details: they are the event as JSON then, as the peer's are. See <see cref="WrittenDetails"/>.</summary>
    public bool HasWrittenDetails { get; init; } = true;

    /// <summary>Time of the data that raised the event, nanoseconds since 1970 in UTC.</summary>
    public required long UnixNanoseconds { get; init; }

    /// <summary>Time of the data that raised the event, rounded down to 100 ns.</summary>
    public DateTimeOffset Time => new(DateTime.UnixEpoch.Ticks + (long)Math.Floor(UnixNanoseconds / 100m), TimeSpan.Zero);

    /// <summary>How long the alert has not been OK, in nanoseconds of data time; 0 when it begins.</summary>
    public long DurationNanoseconds { get; init; }

    /// <summary>False when no event will report the recovery.</summary>
    public bool Recoverable { get; init; } = true;

    /// <summary>The measurement of the data.</summary>
    public string Name { get; init; } = "";

    /// <summary>The task that raised the event; empty when it came from outside.</summary>
    public string TaskName { get; init; } = "";

    /// <summary>The group of the data as <c>tag=value,tag=value</c>; empty when ungrouped.</summary>
    public string Group { get; init; } = "";

    /// <summary>Tags of the data.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Fields of the data: <see cref="double"/>, <see cref="long"/>, <see cref="bool"/>, <see cref="string"/> or null.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; init; } = new Dictionary<string, object?>();

    /// <summary>
    /// The data as UTF-8 JSON, <c>{"series":[{"name":…,"tags":…,"columns":[…],"values":[[…]]}]}</c>: ready to be embedded in a payload.
    /// </summary>
    public ReadOnlyMemory<byte> Data { get; init; } = "{\"series\":null}"u8.ToArray();

    /// <summary>Links for people, such as the page of the check that raised the event.</summary>
    public IReadOnlyList<AlertLink> Links { get; init; } = [];

    /// <summary>
    /// The incidents that other systems had for the alert when the event was raised: those that handlers and webhooks named before, since the
    /// problem began, and those that came with the event.
    /// </summary>
    public IReadOnlyList<IncidentReference> Incidents { get; init; } = [];

    /// <summary>
    /// The system the event came from, such as <c>pagerduty</c>; empty for events of tasks. Handlers of that system do not get it: it knows.
    /// </summary>
    public string System { get; init; } = "";

    /// <summary>
    /// What was done about the alert, when the event reports that and not a level; null otherwise. Only handlers marked
    /// <see cref="AlertHandlerAttribute.TakesActivity"/> get such events.
    /// </summary>
    public AlertActivity? Activity { get; init; }

    /// <summary>
    /// The alerts that the event stands for, when a handler's <c>delivery</c> gathers several into one: each as it is now. Empty for the event of one
    /// alert. See <see cref="IGroupHandler"/>.
    /// </summary>
    public IReadOnlyList<AlertEvent> Members { get; init; } = [];

    /// <summary>The same for every attempt to deliver this event to one handler, and for no other event.</summary>
    public string IdempotencyKey { get; init; } = "";
}
