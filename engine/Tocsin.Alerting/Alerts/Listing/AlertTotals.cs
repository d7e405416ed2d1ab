using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>How many open alerts there are of each kind.</summary>
/// <param name="Unacknowledged">Of all of them: those that nobody takes care of.</param>
public readonly record struct AlertTotals(int Critical, int Warning, int Info, int Unacknowledged)
{
    public int All => Critical + Warning + Info;

    public static AlertTotals Of(IEnumerable<ListedAlert> alerts) => alerts.Aggregate(new AlertTotals(), static (totals, alert) => totals.With(alert));

    /// <summary>With one more alert.</summary>
    public AlertTotals With(ListedAlert alert) => new(
        Critical + (alert.Level == AlertLevel.Critical ? 1 : 0),
        Warning + (alert.Level == AlertLevel.Warning ? 1 : 0),
        Info + (alert.Level == AlertLevel.Info ? 1 : 0),
        Unacknowledged + (alert.IsAcknowledged ? 0 : 1));
}
