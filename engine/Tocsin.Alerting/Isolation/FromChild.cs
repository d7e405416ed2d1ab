namespace Tocsin.Alerting.Isolation;

/// <summary>What the process of a handler tells the server: one of its members is set.</summary>
internal sealed record FromChild
{
    /// <summary>The handler was made, or not: then with the reason.</summary>
    public WireMade? Made { get; init; }

    /// <summary>How a call ended.</summary>
    public WireDelivery? Delivery { get; init; }

    /// <summary>A line for the log.</summary>
    public string? Log { get; init; }

    /// <summary>What is wrong with the handler while it goes on, see <see cref="Tocsin.Alerting.Foreign.IHandlerCondition"/>; empty when nothing is any more.</summary>
    public string? Problem { get; init; }
}
