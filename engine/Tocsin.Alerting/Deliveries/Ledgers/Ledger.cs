using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries.Ledgers;

/// <summary>How deliveries ended: who was told what, when, and with which reply. Safe for any thread.</summary>
public sealed class Ledger
{
    private const int MostOwed = 1000;

    private readonly IDeliveryRecords _store;
    private readonly Outbox _outbox;

    internal Ledger(IDeliveryRecords store, Outbox outbox)
    {
        _store = store;
        _outbox = outbox;
    }

    /// <summary>Entries, the newest first.</summary>
    public IReadOnlyList<LedgerEntry> Read(LedgerFilter filter)
    {
        if (filter.Outcome == LedgerOutcome.Owed)
            return [];

        var query = new LedgerQuery(
            null, filter.AlertId, filter.Outcome, filter.Since?.ToUnixTimeMilliseconds() ?? 0, filter.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue,
            filter.Before ?? long.MaxValue, filter.Limit);
        if (filter.Topic is null && filter.Handler is null)
            return _store.ReadLedger(query);

        // Each target's entries come in order from its index; together they would have to be sorted, however many there are.
        return
        [
            .. TargetsOf(filter).SelectMany(target => _store.ReadLedger(query with { Target = target.Target }))
                .OrderByDescending(entry => entry.Number)
                .Take(filter.Limit),
        ];
    }

    /// <summary>Which alerts handlers were notified of most since a time, and at which hours.</summary>
    /// <param name="limit">Alerts at most.</param>
    public LedgerNoise ReadNoise(DateTimeOffset since, int limit) => _store.ReadNoise(since.ToUnixTimeMilliseconds(), limit);

    /// <summary>
    /// What is still owed of one alert id, the newest first, up to 1000 for each handler; attempts and reason are those since the server
    /// started.
    /// </summary>
    /// <exception cref="ArgumentException">The filter names no alert id.</exception>
    public IReadOnlyList<LedgerEntry> ReadOwed(LedgerFilter filter)
    {
        var id = filter.AlertId ?? throw new ArgumentException("what is owed is looked for by alert id", nameof(filter));
        return [.. TargetsOf(filter).SelectMany(target => OwedTo(target, id)).OrderByDescending(owed => owed.Number).Select(owed => owed.Entry)];
    }

    /// <summary>The idempotency key under which the other side was told.</summary>
    public string KeyOf(LedgerEntry entry) => OwedDelivery.IdempotencyKey(_store.Id, entry.Key);

    private IEnumerable<(long Number, LedgerEntry Entry)> OwedTo(OwedTotal target, string alertId)
    {
        var rows = _store.FindOwed(target.Target, alertId, MostOwed);
        if (rows.Count == 0)
            return [];

        var inHand = (_outbox.Find(target.Name) as Dispatcher)?.Describe(alertId);
        return rows.Select(row =>
        {
            var entry = LedgerEntry.Of(target.Target, row.Key, row.SinceUnixMilliseconds, row.ReadEvent(), LedgerOutcome.Owed, DateTimeOffset.UnixEpoch);
            entry = entry.Members.FirstOrDefault(member => member.AlertId == alertId) ?? entry;
            var (attempts, reason) = inHand is not null && inHand.TryGetValue(row.Number, out var known) ? known : (0, "");
            return (row.Number, entry with
            {
                TargetName = target.Name.ToString(), Attempts = attempts, Reason = LimitedText.Cut(reason, LedgerEntry.LongestReply),
            });
        });
    }

    private IEnumerable<OwedTotal> TargetsOf(LedgerFilter filter) => _outbox.Targets().Where(target =>
    {
        var (topic, handler) = target.Name;
        return (filter.Topic is null || filter.Topic == topic) && (filter.Handler is null || filter.Handler == handler);
    });
}
