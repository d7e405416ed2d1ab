using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What a topic remembers of an alert id: its last event.</summary>
public readonly record struct EventState
{
    public required AlertLevel Level { get; init; }

    /// <summary>Time of the event's data, nanoseconds since 1970 in UTC.</summary>
    public required long UnixNanoseconds { get; init; }

    /// <summary>How long the alert was not OK, in nanoseconds of data time.</summary>
    public long DurationNanoseconds { get; init; }

    public required string Message { get; init; }

    public required string Details { get; init; }

    /// <summary>The recovery of an id in this state, for topics that learn of it while nobody is told.</summary>
    internal AlertEvent Recovery(string id) => new()
    {
        Topic = "",
        Id = id,
        Level = AlertLevel.Ok,
        Message = Message,
        Details = Details,
        UnixNanoseconds = UnixNanoseconds,
        DurationNanoseconds = DurationNanoseconds,
    };
}
