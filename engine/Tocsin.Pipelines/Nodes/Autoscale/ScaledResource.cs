namespace Tocsin.Pipelines.Nodes.Autoscale;

/// <summary>What is known of something that is scaled.</summary>
internal sealed class ScaledResource(long replicas)
{
    /// <summary>How many are wanted, as far as this node knows.</summary>
    public long Replicas { get; set; } = replicas;

    /// <summary>When it was increased last, in the time of the data; null for never.</summary>
    public long? Increased { get; set; }

    /// <summary>When it was decreased last, in the time of the data; null for never.</summary>
    public long? Decreased { get; set; }
}
