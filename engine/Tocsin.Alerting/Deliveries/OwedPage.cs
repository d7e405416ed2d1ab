using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Deliveries read from storage.</summary>
/// <param name="Rows">All of them as they are kept, in order.</param>
/// <param name="Deliveries">Those that could be read.</param>
/// <param name="Damaged">The others.</param>
internal readonly record struct OwedPage(IReadOnlyList<OwedRow> Rows, IReadOnlyList<OwedDelivery> Deliveries, IReadOnlyList<OwedRow> Damaged)
{
    /// <exception cref="StoreException">Storage cannot be read.</exception>
    public static OwedPage Read(IDeliveryRecords store, int target, long after, int limit)
    {
        var rows = store.ReadOwed(target, after, limit);
        var deliveries = new List<OwedDelivery>(rows.Count);
        var damaged = new List<OwedRow>();
        foreach (var row in rows)
        {
            if (row.ReadEvent() is { } alert)
                deliveries.Add(new OwedDelivery(row.Number, row.Key, row.SinceUnixMilliseconds, alert));
            else
                damaged.Add(row);
        }

        return new OwedPage(rows, deliveries, damaged);
    }
}
