using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Takes out dead letters that nobody came for, or that are too many, and says how many.</summary>
internal sealed class DeadLetterRetention(IDeliveryRecords store, LiveSetting<DeadLetterOptions> settings, TimeProvider steady, ILogger log)
{
    private long? _surplus;

    /// <summary>Takes out a few letters.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> PruneAsync()
    {
        var options = settings.Current;

        // They are counted once for all bites: that means to look at each.
        var surplus = _surplus ??= store.CountDeadLetters() - options.Rows;
        var oldest = store.ReadDeadLetterAges(Retention.AtOnce);
        var count = (int)Math.Min(oldest.Count, Math.Max(surplus, Expiry.Count(oldest, steady.GetUtcNow(), options.Keep)));
        if (count <= 0)
        {
            _surplus = null;
            return false;
        }

        await store.CommitAsync(writer =>
        {
            foreach (var (number, _) in oldest.Take(count))
                writer.RemoveDeadLetter(number);
        }).ConfigureAwait(false);
        DeliveryLog.LettersForgotten(log, count, options.Keep.TotalDays, options.Rows);
        _surplus = surplus - count;
        return true;
    }
}
