using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Deliveries.Ledgers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Hosting;

/// <summary>
/// A test alert that goes the way of all others: published in topics, matched, owed, delivered with retries, written into the ledger. It is marked as a
/// drill, has an id of its own, waits for no pace of a handler, ends when it has arrived, and is forgotten then.
/// </summary>
/// <param name="alerts">The topics and what belongs to them.</param>
public sealed class Drill(AlertSystem alerts, TimeProvider time)
{
    /// <summary>What the ids of drills begin with, and the tag by which match expressions know them.</summary>
    public const string Mark = DrillMark.Name;

    private const int MostDeliveries = 1000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Raises the alert, waits for its deliveries, ends it, and waits for those of the end.</summary>
    /// <param name="topics">Where it is published.</param>
    /// <param name="level">Its level.</param>
    /// <param name="by">Who drills; may be empty.</param>
    /// <param name="wait">How long deliveries may take, of the problem and of its end each.</param>
    /// <returns>What became of each delivery; what is still owed at the end goes on.</returns>
    public async Task<IReadOnlyList<LedgerEntry>> RunAsync(IReadOnlyList<string> topics, AlertLevel level, string by, TimeSpan wait, CancellationToken cancellationToken)
    {
        var id = DrillMark.MakeId();
        var begin = EventOf(id, level, $"DRILL: a test of the way to you{(by.Length > 0 ? $", by {by}" : "")}. Nothing is wrong.", since: null);
        await PublishAsync(topics, begin).ConfigureAwait(false);
        try
        {
            await SettleAsync(id, wait, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Whoever was woken by it is told that it is over, whatever happens here.
            await PublishAsync(topics, EventOf(id, AlertLevel.Ok, "DRILL: the test is over.", begin.UnixNanoseconds)).ConfigureAwait(false);
        }

        await SettleAsync(id, wait, cancellationToken).ConfigureAwait(false);
        await alerts.Topics.CommitAsync(edit =>
        {
            foreach (var (topic, _) in edit.TopicsKnowing(id))
                edit.Forget(topic, id);
        }).ConfigureAwait(false);
        var filter = new LedgerFilter { AlertId = id, Limit = MostDeliveries };
        return [.. alerts.Ledger.ReadOwed(filter).Concat(alerts.Ledger.Read(filter))];
    }

    /// <summary>Ends drills that nobody is at any more, as after a death of the server: whoever was woken by one is notified that it is over.</summary>
    public async Task EndLeftAsync()
    {
        foreach (var alert in alerts.Activities.List(new AlertQuery { Id = Mark + ":*" }).Where(alert => DrillMark.IsOn(alert.Id)))
        {
            await PublishAsync([alert.Topic], EventOf(alert.Id, AlertLevel.Ok, "DRILL: the test is over.", alert.State.UnixNanoseconds)).ConfigureAwait(false);
            await alerts.Topics.CommitAsync(edit => edit.Forget(alert.Topic, alert.Id)).ConfigureAwait(false);
        }
    }

    private AlertEvent EventOf(string id, AlertLevel level, string message, long? since)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds() * 1_000_000;
        return new AlertEvent
        {
            Topic = "",
            Id = id,
            Level = level,
            Message = message,
            Details = message,
            Name = Mark,
            UnixNanoseconds = now,
            DurationNanoseconds = now - (since ?? now),
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { [Mark] = "true" },
        };
    }

    private async Task PublishAsync(IReadOnlyList<string> topics, AlertEvent alert)
    {
        foreach (var topic in topics)
            alerts.Topics.Publish(topic, alert);
        await alerts.Topics.WhenCommitted().ConfigureAwait(false);
    }

    private async Task SettleAsync(string id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var begin = time.GetTimestamp();
        while (alerts.Ledger.ReadOwed(new LedgerFilter { AlertId = id }).Count > 0 && time.GetElapsedTime(begin) < wait)
            await Task.Delay(Look, time, cancellationToken).ConfigureAwait(false);
    }
}
