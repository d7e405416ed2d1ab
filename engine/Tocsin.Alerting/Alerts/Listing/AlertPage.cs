namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>A part of the open alerts.</summary>
/// <param name="HasMore">True when more follow after the last one.</param>
/// <param name="Totals">Of all that were asked for, on this page or not.</param>
/// <param name="Number">The number of the last change that is in it.</param>
public sealed record AlertPage(IReadOnlyList<ListedAlert> Alerts, bool HasMore, AlertTotals Totals, long Number)
{
    /// <summary>The folds in the place of alerts, the worst first; empty where none were asked for.</summary>
    public IReadOnlyList<AlertFold> Folds { get; init; } = [];

    /// <summary>How many folds there are.</summary>
    public int FoldCount { get; init; }
}
