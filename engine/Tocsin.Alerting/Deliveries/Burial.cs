using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Makes dead letters of what is owed to a target that nobody serves.</summary>
internal sealed class Burial(IDeliveryRecords store, TimeProvider time, ILogger log)
{
    private const int AtOnce = 1000;

    /// <summary>Begins with it. What is owed from now on to a handler of this name is not touched.</summary>
    /// <param name="why">For people.</param>
    public void Begin(OwedTotal target, string why)
    {
        DeliveryLog.Unclaimed(log, target.Name, target.Count);
        _ = BuryAsync(target, why);
    }

    /// <summary>Moves a delivery to the dead letters, as it stands.</summary>
    public static void Move(OwedRow row, IDeliveryWriter writer, int target, HandlerTarget name, DateTimeOffset now, string reason)
    {
        writer.RemoveOwed(target, row.Number);
        writer.AddToLedger(LedgerEntry.Of(target, row.Key, row.SinceUnixMilliseconds, row.ReadEvent(), LedgerOutcome.GivenUp, now) with { Reason = reason });
        writer.AddDeadLetter(new DeadLetterRow
        {
            Delivery = row.Number,
            Target = name,
            Key = row.Key,
            SinceUnixMilliseconds = row.SinceUnixMilliseconds,
            DiedUnixMilliseconds = now.ToUnixTimeMilliseconds(),
            Attempts = 0,
            Reason = reason,
            Event = row.Event,
        });
    }

    // Page by page: however much is owed, little of it is in memory.
    private async Task BuryAsync(OwedTotal target, string why)
    {
        var (after, left) = (0L, target.Count);
        var now = time.GetUtcNow();
        try
        {
            while (left > 0 && store.ReadOwed(target.Target, after, (int)Math.Min(left, AtOnce)) is { Count: > 0 } rows)
            {
                after = rows[^1].Number;
                left -= rows.Count;
                // Waits for room on a full disk, where a commit that somebody asked for is refused.
                var commit = new JointChange();
                commit.Add(writer =>
                {
                    foreach (var row in rows)
                        Move(row, writer, target.Target, target.Name, now, why);
                });
                var done = commit.Done;
                store.Enqueue(commit);
                await done.ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is StoreException or ObjectDisposedException)
        {
            // The next start goes on.
            DeliveryLog.CannotRead(log, target.Name, problem.Message);
        }
    }
}
