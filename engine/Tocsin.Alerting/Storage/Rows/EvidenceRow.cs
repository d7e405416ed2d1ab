using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>What led to a change of an alert's level, as it is kept.</summary>
public sealed record EvidenceRow
{
    /// <summary>How many changes of one alert are kept.</summary>
    public const int PerAlert = 10;

    public required string AlertId { get; init; }

    /// <summary>The alert node: <c>main:task:node</c>.</summary>
    public required string Node { get; init; }

    /// <summary>Time of the event's data, nanoseconds since 1970 in UTC.</summary>
    public required long UnixNanoseconds { get; init; }

    public required AlertLevel Level { get; init; }

    /// <summary>The level that was reported before.</summary>
    public required AlertLevel PreviousLevel { get; init; }

    /// <summary>When it was seen, milliseconds since 1970 in UTC by the clock on the wall.</summary>
    public required long SeenUnixMilliseconds { get; init; }

    /// <summary>The evidence as UTF-8 JSON.</summary>
    public required byte[] Json { get; init; }
}
