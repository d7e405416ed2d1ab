using System.Globalization;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Alerts.Pacing;

/// <summary>Why something is kept from a handler, for people and for the ledger.</summary>
internal static class HoldReasons
{
    public static LedgerOutcome OutcomeOf(HoldCause cause) => cause switch
    {
        HoldCause.Silence => LedgerOutcome.Silenced,
        HoldCause.Group => LedgerOutcome.Grouped,
        HoldCause.Limit => LedgerOutcome.Limited,
        _ => LedgerOutcome.PutOff,
    };

    /// <param name="pace">Null when the handler has none any more.</param>
    /// <param name="group">The id of the group's events.</param>
    /// <param name="by">Who acknowledged the alert; null or empty when nobody is known.</param>
    public static string Of(KnownAlert known, DeliveryPace? pace, string group, string? by) => known.Cause switch
    {
        HoldCause.None => $"notified at {Text(known.ToldAt)}, again at {Text(known.Due)}",
        HoldCause.Group => $"waits for others of {group} until {Text(known.Due)}",
        HoldCause.Limit => pace?.Limit is { } limit
            ? $"over the limit of {limit.Count} deliveries in {Text(limit.Per)}, until {Text(known.Due)}"
            : $"over the limit until {Text(known.Due)}",
        HoldCause.After => $"put off until {Text(known.Due)}: it is delivered if it is still open then{(pace?.SparesAcknowledged == true ? " and not acknowledged" : "")}",
        HoldCause.Acknowledged => $"put off while it is acknowledged{(string.IsNullOrEmpty(by) ? "" : $" by {by}")}",
        HoldCause.End => $"its end goes out with others of {group} at {Text(known.Due)}",
        _ => $"silence {known.Silence}",
    };

    /// <summary>Why a handler hears nothing of an end.</summary>
    public static string OfUnknown(KnownAlert known) => known.Cause switch
    {
        HoldCause.Silence => $"silence {known.Silence} kept the problem back, of which the handler knows nothing",
        HoldCause.After or HoldCause.Acknowledged => "it ended before the handler was to be notified, which knows nothing of the problem",
        HoldCause.Limit => "it ended while the handler was over its limit, which knows nothing of the problem",
        _ => "it ended while it waited for others of its group, and the handler knows nothing of the problem",
    };

    private static string Text(TimeSpan span) => span.ToString("c", CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
