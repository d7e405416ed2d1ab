namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>How writing to an InfluxDB goes.</summary>
public sealed record InfluxOutputStatus
{
    /// <summary>Its name in the configuration.</summary>
    public required string Name { get; init; }

    /// <summary>Points that InfluxDB took since the start.</summary>
    public long Written { get; init; }

    /// <summary>Points that it refused.</summary>
    public long Refused { get; init; }

    /// <summary>Points for which there was no room while it was away.</summary>
    public long Dropped { get; init; }

    /// <summary>Bytes of points that wait, in memory and on disk.</summary>
    public long Waiting { get; init; }

    /// <summary>Since when a database takes nothing; null when all do.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why writes for tasks that write to it are refused; empty while they are not.</summary>
    public string Refusing { get; init; } = "";

    /// <summary>The databases that take nothing, as <c>database.policy</c>.</summary>
    public IReadOnlyList<string> Failing { get; init; } = [];

    /// <summary>What went wrong last, until the next write goes well; empty when nothing did.</summary>
    public string LastError { get; init; } = "";

    public bool NeedsAttention => FailingSince is not null;
}
