using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Deliveries.Ledgers;

/// <summary>Takes out of the ledger what is too old or too much. It always keeps the last entry, which holds the place of the next.</summary>
internal sealed class LedgerRetention(IDeliveryRecords store, LiveSetting<LedgerOptions> settings, TimeProvider steady)
{
    /// <summary>Takes out a few entries.</summary>
    /// <returns>Whether there are more.</returns>
    public async Task<bool> PruneAsync()
    {
        var (oldest, last) = store.ReadLedgerBegin(Retention.AtOnce);
        if (oldest.Count == 0)
            return false;

        var options = settings.Current;
        var end = oldest[^1].Number + 1;
        var expired = Expiry.Count(oldest, steady.GetUtcNow(), options.Keep);
        var below = Math.Max(Math.Min(end, last - options.Rows + 1), expired == 0 ? 0 : oldest[expired - 1].Number + 1);
        below = Math.Min(below, last);
        if (below <= oldest[0].Number)
            return false;
        await store.CommitAsync(writer => writer.PruneLedger(below)).ConfigureAwait(false);
        return below == end;
    }
}
