namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>All open alerts at one moment. Never changes; safe for any thread.</summary>
/// <param name="Number">The number of the last change that it knows.</param>
/// <param name="Worst">In the order <see cref="AlertOrder.Worst"/>.</param>
public sealed record AlertSnapshot(long Number, IReadOnlyList<ListedAlert> Worst, AlertTotals Totals)
{
    public static readonly AlertSnapshot Empty = new(-1, [], default);

    /// <summary>The same after some alerts changed: cheap, as only those are sorted.</summary>
    /// <param name="gone">As they were before.</param>
    /// <param name="come">As they are now.</param>
    internal AlertSnapshot With(long number, IReadOnlySet<ListedAlert> gone, List<ListedAlert> come)
    {
        come.Sort(static (left, right) => AlertOrder.Worst.Compare(left.Place, right.Place));
        var merged = new List<ListedAlert>(Worst.Count + come.Count);
        var next = 0;
        foreach (var alert in Worst)
        {
            if (gone.Contains(alert))
                continue;
            while (next < come.Count && AlertOrder.Worst.Compare(come[next].Place, alert.Place) < 0)
                merged.Add(come[next++]);
            merged.Add(alert);
        }

        merged.AddRange(come.Skip(next));
        return new AlertSnapshot(number, merged, AlertTotals.Of(merged));
    }

    /// <summary>A page of alerts.</summary>
    public AlertPage Page(AlertPageQuery query)
    {
        var order = AlertOrder.Find(query.Sort) ?? AlertOrder.Worst;
        var found = new List<ListedAlert>();
        var totals = new AlertTotals();
        var folds = new Dictionary<string, AlertTotals>(StringComparer.Ordinal);
        foreach (var alert in Worst)
        {
            if (!query.Takes(alert))
                continue;
            totals = totals.With(alert);
            if (query.IsFolded)
            {
                var key = AlertFold.KeyOf(alert, query.Group);
                folds[key] = folds.GetValueOrDefault(key).With(alert);
            }
            else if (query.After is not { } after || order.Compare(alert.Place, after) > 0)
            {
                found.Add(alert);
            }
        }

        if (query.Sort != AlertOrder.Default)
            found.Sort((left, right) => order.Compare(left.Place, right.Place));
        return new AlertPage([.. found.Take(query.Limit)], HasMore: found.Count > query.Limit, totals, Number)
        {
            Folds = [.. folds.Select(static fold => new AlertFold(fold.Key, fold.Value)).OrderBy(static fold => fold.Totals.Unacknowledged == 0)
                .ThenByDescending(static fold => fold.Totals.Critical).ThenByDescending(static fold => fold.Totals.Warning).ThenByDescending(static fold => fold.Totals.All)
                .ThenBy(static fold => fold.Key, StringComparer.Ordinal).Take(query.Limit)],
            FoldCount = folds.Count,
        };
    }
}
