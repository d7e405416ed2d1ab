using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Alerts;

/// <summary>Where a forwarder works.</summary>
internal sealed record ForwarderPlace
{
    /// <summary>The topic whose events it gets.</summary>
    public required string Topic { get; init; }

    /// <summary>The handler.</summary>
    public required HandlerTarget Target { get; init; }

    /// <summary>Which events it takes; null for all.</summary>
    public EventMatch? Match { get; init; }

    public required Topics Topics { get; init; }

    public required Outbox Outbox { get; init; }

    public required IDeliveryRecords Store { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Log { get; init; }
}
