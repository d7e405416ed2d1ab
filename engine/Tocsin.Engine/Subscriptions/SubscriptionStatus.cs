namespace Tocsin.Engine.Subscriptions;

/// <summary>How the subscriptions on an InfluxDB are.</summary>
public sealed record SubscriptionStatus
{
    /// <summary>The InfluxDB's name in the configuration.</summary>
    public required string Influxdb { get; init; }

    /// <summary>What the subscriptions are called there.</summary>
    public required string Name { get; init; }

    /// <summary>Where InfluxDB sends writes to; by UDP each has a port of its own.</summary>
    public string Destination { get; init; } = "";

    /// <summary>Subscriptions that are in force.</summary>
    public int Count { get; init; }

    /// <summary>When they were looked at last with success; null when they never were.</summary>
    public DateTimeOffset? Synced { get; init; }

    /// <summary>Since when that fails; null when it does not.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>Why it fails; empty when it does not.</summary>
    public string Problem { get; init; } = "";

    /// <summary>True when somebody should look: it fails, and for longer than a start may take.</summary>
    public bool NeedsAttention { get; init; }
}
