using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Deliveries that were given up: kept until somebody sends them again or drops them. Safe for any thread.</summary>
public sealed class DeadLetters
{
    private readonly IDeliveryRecords _store;
    private readonly TimeProvider _time;
    private readonly Func<HandlerTarget, IDeliveryQueue?> _find;
    private readonly Func<HandlerTarget, int> _targetOf;

    internal DeadLetters(IDeliveryRecords store, TimeProvider time, Func<HandlerTarget, IDeliveryQueue?> find, Func<HandlerTarget, int> targetOf)
    {
        _targetOf = targetOf;
        _store = store;
        _time = time;
        _find = find;
    }

    public long Count => _store.CountDeadLetters();

    /// <summary>Letters with numbers above <paramref name="after"/>, the oldest deliveries first.</summary>
    public IReadOnlyList<DeadLetter> List(long after = 0, int limit = 100) => [.. _store.ReadDeadLetters(after, limit).Select(Letter)];

    /// <summary>The letter with this number, or null.</summary>
    public DeadLetter? Find(long number) => _store.FindDeadLetter(number) is { } row ? Letter(row) : null;

    /// <summary>Owes a letter to its handler again, which then is tried like any other. Null when that is done, otherwise why not.</summary>
    public async Task<string?> ResendAsync(long number)
    {
        if (_store.FindDeadLetter(number) is not { } row)
            return $"There is no dead letter {number}.";
        if (EventCodec.TryRead(row.Event) is not { } alert)
            return $"The event of dead letter {number} is damaged and cannot be sent. Drop it.";
        if (_find(row.Target) is not { } queue)
            return $"The handler {row.Target} of dead letter {number} does not exist any more. Create it, then send again.";

        var change = new ResendChange(row, alert, queue, _time.GetUtcNow());
        _store.Enqueue(change);
        return await change.Done.ConfigureAwait(false) ? null : $"There is no dead letter {number} any more.";
    }

    /// <summary>Forgets a letter; does nothing when it is gone already.</summary>
    public async Task DropAsync(long number)
    {
        if (_store.FindDeadLetter(number) is not { } row)
            return;

        var wasThere = false;
        var entry = LedgerEntry.Of(_targetOf(row.Target), row, EventCodec.TryRead(row.Event), LedgerOutcome.Dropped, _time.GetUtcNow());
        await _store.CommitAsync(writer =>
        {
            wasThere = writer.RemoveDeadLetter(number);
            if (wasThere)
                writer.AddToLedger(entry);
        }).ConfigureAwait(false);
        if (wasThere && _find(row.Target) is Dispatcher dispatcher)
            dispatcher.CountDropped();
    }

    private static DeadLetter Letter(DeadLetterRow row) => new()
    {
        Number = row.Number,
        Target = row.Target,
        Since = DateTimeOffset.FromUnixTimeMilliseconds(row.SinceUnixMilliseconds),
        Died = DateTimeOffset.FromUnixTimeMilliseconds(row.DiedUnixMilliseconds),
        Attempts = row.Attempts,
        Reason = row.Reason,
        Event = EventCodec.TryRead(row.Event),
    };
}
