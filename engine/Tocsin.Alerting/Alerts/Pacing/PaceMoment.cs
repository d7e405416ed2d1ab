using Tocsin.Alerting.Deliveries;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>What the rules of a pace go by, beside what the handler knows: how things are at a moment.</summary>
/// <param name="Pace">The handler's; null when each event goes out at once.</param>
/// <param name="Now">By a clock that nobody sets.</param>
/// <param name="IsEvent">Whether an event came; false when something was due.</param>
/// <param name="IsAcknowledged">Whether somebody takes care of the alert.</param>
internal readonly record struct PaceMoment(DeliveryPace? Pace, DateTimeOffset Now, bool IsEvent, bool IsAcknowledged)
{
    /// <summary>The group through which the handler knows the alert; null when it knows nothing of it.</summary>
    public KnownGroup? Group { get; init; }

    /// <summary>Answers with when a limit has room.</summary>
    public required Func<DeliveryLimitOptions, DateTimeOffset> Room { get; init; }

    /// <summary>Answers with how long silences kept the alert from the handler since its time began.</summary>
    public required Func<TimeSpan> Silenced { get; init; }
}
