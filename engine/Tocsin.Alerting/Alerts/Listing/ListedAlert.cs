using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>An open alert as lists show it. Never changes.</summary>
/// <param name="Status">Its state and what is done about it.</param>
/// <param name="Event">Its last event, without details and data, and with a message that is cut.</param>
public sealed record ListedAlert(AlertStatus Status, AlertEvent Event)
{
    /// <summary>Longest message, in UTF-16 units.</summary>
    public const int LongestMessage = 300;

    public string Topic => Status.Topic;

    public string Id => Status.Id;

    public AlertLevel Level => Status.State.Level;

    public bool IsAcknowledged => Status.Acknowledgement is not null;

    /// <summary>Its place in an order.</summary>
    public AlertPlace Place => new(IsAcknowledged, Level, Status.SinceUnixNanoseconds, Topic, Id);

    internal static ListedAlert Of(AlertStatus status, AlertEvent last) => new(
        status with { Uncommitted = null, State = status.State with { Details = "" } },
        last with { Details = "", Data = default, Message = LimitedText.Cut(status.State.Message, LongestMessage), Fields = new Dictionary<string, object?>() });
}
