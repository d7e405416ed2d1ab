using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>One alert of a topic, with what is done about it.</summary>
public sealed record AlertStatus
{
    public required string Topic { get; init; }

    public required string Id { get; init; }

    /// <summary>The last event.</summary>
    public required EventState State { get; init; }

    /// <summary>Who takes care; null when nobody does.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>The incidents of other systems that the problem is linked to.</summary>
    public IReadOnlyList<IncidentReference> Incidents { get; init; } = [];

    /// <summary>When the problem began, nanoseconds since 1970 in UTC.</summary>
    public long SinceUnixNanoseconds => State.DurationNanoseconds > State.UnixNanoseconds
        ? State.UnixNanoseconds
        : State.UnixNanoseconds - State.DurationNanoseconds;

    /// <summary>What handlers are not notified of now, and which will be notified of it again.</summary>
    public IReadOnlyList<Held> Held { get; init; } = [];

    internal int TopicNumber { get; init; }

    internal AlertEvent? Uncommitted { get; init; }
}
