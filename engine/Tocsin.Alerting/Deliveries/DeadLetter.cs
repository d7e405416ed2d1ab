using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>A delivery that was given up.</summary>
public sealed record DeadLetter
{
    public required long Number { get; init; }

    /// <summary>What it was owed to.</summary>
    public required HandlerTarget Target { get; init; }

    /// <summary>When the event was raised.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the delivery was given up.</summary>
    public required DateTimeOffset Died { get; init; }

    /// <summary>Attempts since the server had started.</summary>
    public required int Attempts { get; init; }

    public required string Reason { get; init; }

    /// <summary>The event; null when storage holds it damaged.</summary>
    public required AlertEvent? Event { get; init; }
}
