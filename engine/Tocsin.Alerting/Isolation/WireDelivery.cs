using Tocsin.Sdk;

namespace Tocsin.Alerting.Isolation;

/// <summary>The answer to a call.</summary>
internal sealed record WireDelivery
{
    public required long Number { get; init; }

    public required DeliveryOutcome Outcome { get; init; }

    public string? Reason { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public string? Reply { get; init; }

    public IncidentReference? Incident { get; init; }

    public static WireDelivery Of(long number, Delivery delivery) => new()
    {
        Number = number,
        Outcome = delivery.Outcome,
        Reason = delivery.Reason,
        RetryAfter = delivery.RetryAfter,
        Reply = delivery.Reply,
        Incident = delivery.Incident,
    };

    public Delivery Read()
    {
        var delivery = Outcome switch
        {
            DeliveryOutcome.Done => Delivery.Done,
            DeliveryOutcome.Refused => Delivery.Refused(Reason ?? ""),
            _ => Delivery.Retry(Reason ?? "", RetryAfter),
        };
        return delivery with { Reply = Reply, Incident = Incident };
    }
}
