using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Takes deliveries of one target out of storage, many with each commit. Not safe for several threads at once.</summary>
internal sealed class OwedRemovals(int target, IDeliveryRecords store)
{
    private OwedRemoval _next = new(target);

    /// <summary>Has a delivery removed, and how it ended written down, in one commit soon.</summary>
    public void Add(long number, LedgerEntry entry)
    {
        var isFirst = _next.TryAdd(number, entry);
        if (isFirst is null)
        {
            _next = new OwedRemoval(target);
            isFirst = _next.TryAdd(number, entry);
        }

        if (isFirst == true)
            store.Enqueue(_next);
    }
}
