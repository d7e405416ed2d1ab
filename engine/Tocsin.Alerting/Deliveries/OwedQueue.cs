using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// What is owed to one handler: in order for one alert id, the oldest in memory and the others in storage. What comes to its end leaves
/// both, with a line in the ledger. Not safe for several threads at once, but for <see cref="Read"/>.
/// </summary>
internal sealed class OwedQueue
{
    private readonly int _target;
    private readonly IDeliveryRecords _store;
    private readonly TimeProvider _time;
    private readonly SteadyTime _steady;
    private readonly ILogger _log;
    private readonly OwedWindow _window;
    private readonly OwedRemovals _removals;
    private readonly DeliveryTally _tally;
    private readonly LaneBoard _lanes = new();

    /// <param name="window">Answers with how many deliveries may be in memory.</param>
    public OwedQueue(OwedTotal target, IDeliveryRecords store, Func<int> window, SteadyTime steady, TimeProvider time, ILogger log, DeliveryTally tally)
    {
        _target = target.Target;
        Name = target.Name;
        _store = store;
        _time = time;
        _steady = steady;
        _log = log;
        _window = new OwedWindow(window, isResuming: target.Count > 0);
        _removals = new OwedRemovals(target.Target, store);
        _tally = tally;
        tally.Owed = target.Count;
    }

    /// <summary>Whose deliveries they are.</summary>
    public HandlerTarget Name { get; set; }

    /// <summary>Whether what has a newer level of its alert id behind it is left out.</summary>
    public bool IsMerging { get; private set; }

    /// <summary>How many alert ids are ready for an attempt.</summary>
    public int Ready => _lanes.Ready;

    public bool HasPausing => _lanes.HasPausing;

    /// <summary>When the first pause ends; the end of time when there is none.</summary>
    public DateTimeOffset NextWake => _lanes.NextWake;

    /// <summary>True while what is read next may hold newer events of the same ids: older ones must not go out before that is known.</summary>
    public bool IsUnsettled => IsMerging && _window.IsCatchingUp;

    /// <summary>True when it is time to read on.</summary>
    /// <param name="isIdle">True when no attempt runs and none may be begun before a pause ends.</param>
    public bool IsToBeRead(bool isIdle) => _window.IsBehind && (_window.HasRoom || (isIdle && IsStuck));

    // All that is in memory waits for its next attempt: what comes later may have other ids, and they do not wait for these.
    private bool IsStuck => _lanes.Ready == 0 && _window.MayStretch;

    /// <summary>Merges from now on, or does not any more.</summary>
    public void Merge(bool isMerging)
    {
        IsMerging = isMerging;
        foreach (var lane in _lanes.Lanes)
            Merge(lane);
    }

    /// <summary>Takes a delivery that was committed just now.</summary>
    public void Accept(OwedDelivery delivery)
    {
        _tally.Owed++;
        if (_window.Accept(delivery.Number))
            Keep(delivery);
    }

    /// <summary>What is in memory of the deliveries of an alert id: attempts and last error, by number.</summary>
    public IReadOnlyDictionary<long, (int Attempts, string LastError)> Describe(string alertId) =>
        (_lanes.Find(alertId)?.Deliveries ?? []).ToDictionary(delivery => delivery.Number, delivery => (delivery.Attempts, delivery.LastError));

    /// <summary>Ends the pauses that are over.</summary>
    public void Wake(DateTimeOffset now) => _lanes.Wake(now);

    /// <summary>Takes the ready lane with the oldest delivery, for an attempt of that.</summary>
    public bool TryTake([NotNullWhen(true)] out Lane? lane)
    {
        if (!_lanes.TryTake(out lane))
            return false;
        var delivery = lane.First;
        if (++delivery.Attempts == 1)
            delivery.Event = delivery.Event with { IdempotencyKey = OwedDelivery.IdempotencyKey(_store.Id, delivery.Key) };
        else
            _tally.Retried++;
        return true;
    }

    /// <summary>The handler took the first delivery of a lane.</summary>
    public void Complete(Lane lane, string? reply)
    {
        _tally.Delivered++;
        Forget(lane.First, LedgerOutcome.Delivered, reply);
        _lanes.Advance(lane);
    }

    /// <summary>The first delivery of a lane becomes a dead letter.</summary>
    public void Bury(Lane lane, LedgerOutcome outcome, Delivery result, string reason)
    {
        var delivery = lane.First;
        _tally.CountDead();
        _window.Remove();
        DeliveryLog.Dead(_log, Name, delivery.Event.Id, reason);
        _store.Enqueue(new DeadLetterChange(Name, delivery, delivery.EntryFor(_target, outcome, _time.GetUtcNow(), result.Reply, reason), reason));
        _lanes.Advance(lane);
    }

    /// <summary>True when the first delivery of a lane goes as soon as no attempt of it runs: a newer one takes its place.</summary>
    public bool IsSuperseded(Lane lane) => IsMerging && lane.IsFirstSuperseded;

    /// <summary>Lets a lane wait with its first delivery.</summary>
    public void Pause(Lane lane, DateTimeOffset until)
    {
        _lanes.Pause(lane, until);
        Merge(lane);
    }

    /// <summary>What is in memory, to be noted before a look into storage.</summary>
    public (long Taken, long Accepted) Place => _window.Place;

    /// <summary>Looks into storage for what comes after a place. Safe for any thread.</summary>
    /// <exception cref="StoreException">Storage cannot be read.</exception>
    public OwedPage Read((long Taken, long Accepted) place) => OwedPage.Read(_store, _target, place.Taken, _window.Page);

    /// <summary>Takes what a look into storage found after a place.</summary>
    public void Take(in OwedPage page, (long Taken, long Accepted) place)
    {
        _window.Take(page.Rows, place);
        foreach (var delivery in page.Deliveries)
            Keep(delivery);
        foreach (var row in page.Damaged)
            BuryUnread(row);
        _tally.Lose(_window.Missing(_tally.Owed), Name, _log);
    }

    private void Keep(OwedDelivery delivery)
    {
        // From here on, its age is that of our own clock: when the system's is set, nothing gets old by that.
        delivery.Since = _steady.GetUtcNow() - (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(delivery.SinceUnixMilliseconds));
        Merge(_lanes.Add(delivery));
    }

    // The lane keeps its place, and its pause: the newest goes out where the oldest would have.
    private void Merge(Lane lane)
    {
        if (!IsMerging || lane.Count < 2)
            return;
        foreach (var delivery in lane.RemoveSuperseded())
        {
            _tally.Merged++;
            Forget(delivery, LedgerOutcome.Merged, reply: null);
        }
    }

    private void Forget(OwedDelivery delivery, LedgerOutcome outcome, string? reply)
    {
        _tally.Owed--;
        _window.Remove();
        _removals.Add(delivery.Number, delivery.EntryFor(_target, outcome, _time.GetUtcNow(), reply));
    }

    private void BuryUnread(OwedRow row)
    {
        _tally.CountDead();
        _window.Remove();
        var (target, name, now) = (_target, Name, _time.GetUtcNow());
        _store.Enqueue(new WrittenChange(writer => Burial.Move(row, writer, target, name, now, "The stored event is damaged and cannot be read.")));
    }
}
