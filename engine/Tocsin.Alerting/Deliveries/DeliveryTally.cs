using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>What a handler did since the server started. Not safe for several threads at once.</summary>
internal sealed class DeliveryTally
{
    public long Owed { get; set; }

    public long Unreadable { get; private set; }

    public long Delivered { get; set; }

    public long Failed { get; private set; }

    public long Retried { get; set; }

    public long Dead { get; set; }

    public long Merged { get; set; }

    public long Dropped { get; set; }

    /// <summary>When the first of the failures that go on happened; null when the last attempt did not fail.</summary>
    public DateTimeOffset? FailingSince { get; private set; }

    /// <summary>True while the last answer was a refusal.</summary>
    public bool IsRefused { get; private set; }

    public string LastError { get; private set; } = "";

    /// <summary>Counts an attempt that failed.</summary>
    public void Fail(OwedDelivery delivery, Delivery result)
    {
        Failed++;
        LastError = delivery.LastError = ShownText.ReasonOf(result);
    }

    /// <summary>Counts and tells of deliveries that are owed and that no look into storage finds.</summary>
    public void Lose(long deliveries, HandlerTarget handler, ILogger log)
    {
        if (deliveries == 0)
            return;
        Owed -= deliveries;
        Unreadable += deliveries;
        DeliveryLog.Unreadable(log, handler, deliveries);
    }

    /// <summary>A delivery that was owed becomes a dead letter.</summary>
    public void CountDead()
    {
        Dead++;
        Owed--;
    }

    /// <summary>Notes how an attempt ended.</summary>
    public void Judge(DeliveryOutcome outcome, DateTimeOffset now)
    {
        FailingSince = outcome == DeliveryOutcome.Retry ? FailingSince ?? now : null;
        if (outcome != DeliveryOutcome.Retry)
            IsRefused = outcome == DeliveryOutcome.Refused;
    }

    /// <summary>The counts, for a target still to be named.</summary>
    public HandlerCounters Read() => new()
    {
        Target = default,
        Owed = Owed,
        Unreadable = Unreadable,
        Delivered = Delivered,
        Failed = Failed,
        Retried = Retried,
        Dead = Dead,
        Merged = Merged,
        Dropped = Dropped,
        FailingSince = FailingSince,
        IsRefused = IsRefused,
        LastError = LastError,
    };
}
