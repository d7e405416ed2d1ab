namespace Tocsin.Alerting.Deliveries;

/// <summary>Which events of alerts go to a handler, and when, by its <c>delivery</c>.</summary>
/// <param name="Group">Null when each alert is a delivery of its own.</param>
/// <param name="Repeat">After what time an open alert is delivered again; null for never.</param>
/// <param name="Limit">Null for none.</param>
/// <param name="After">For how long an alert must be open; zero to deliver at once.</param>
/// <param name="SparesAcknowledged">Whether nothing more goes out of what somebody has acknowledged, but its end.</param>
internal sealed record DeliveryPace(DeliveryGroupOptions? Group, TimeSpan? Repeat, DeliveryLimitOptions? Limit, TimeSpan After, bool SparesAcknowledged)
{
    /// <summary>Whether an event that changes no level says nothing new.</summary>
    public bool WantsChangesOnly => Group is not null || Repeat is not null;

    /// <summary>When an alert is delivered again that was at a time.</summary>
    public DateTimeOffset NextRepeat(DateTimeOffset told) => Repeat is { } pause ? told + pause : DateTimeOffset.MaxValue;
}
