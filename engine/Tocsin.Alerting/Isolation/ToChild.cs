namespace Tocsin.Alerting.Isolation;

/// <summary>What a server tells the process of a handler: one of its members is set.</summary>
internal sealed record ToChild
{
    /// <summary>Make this handler; comes first, and once.</summary>
    public IsolatedSpec? Make { get; init; }

    /// <summary>Deliver an event.</summary>
    public WireCall? Call { get; init; }

    /// <summary>The time of the call of this number is over.</summary>
    public long? Cancel { get; init; }
}
