using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// All deliveries owed, by target: a handler of a topic or of an alert node. A target keeps its number for ever, so that what is owed
/// finds its handler again after a restart. Safe for any thread.
/// </summary>
public sealed class Outbox : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly IDeliveryRecords _store;
    private DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly KnownTargets _known = new();
    private readonly Dictionary<HandlerTarget, IDeliveryQueue> _queues = [];
    private readonly LeavingQueues _leaving = new();
    private readonly Burial _burial;
    private int _lastTarget;
    private bool _isHeld;

    public Outbox(IDeliveryRecords store, DeliveryOptions options, TimeProvider time, ILogger log)
    {
        _store = store;
        _options = options;
        _time = time;
        _log = log;
        _burial = new Burial(store, time, log);
        foreach (var target in store.LoadTargets())
        {
            _known.Put(target);
            _lastTarget = Math.Max(_lastTarget, target.Target);
        }

        DeadLetters = new DeadLetters(store, time, Find, TargetOf);
    }

    public DeadLetters DeadLetters { get; }

    /// <summary>Told of each incident that a handler names when it has delivered an event.</summary>
    internal Action<AlertEvent, IncidentReference>? IncidentNamed { get; set; }

    /// <summary>Is told which attempts are under way.</summary>
    internal CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>True to attempt nothing before <see cref="Release"/>.</summary>
    internal bool IsHeld
    {
        init => _isHeld = value;
    }

    /// <summary>What each target did and still has to do, by name.</summary>
    public IReadOnlyList<HandlerCounters> Counters
    {
        get
        {
            lock (_gate)
            {
                RemoveFinished();
                return [.. _queues.Values.OfType<Dispatcher>().Select(dispatcher => dispatcher.Counters).OrderBy(counters => counters.Target.ToString(), StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>How much is under way: attempts, and looks into storage for what to attempt. What waits for a time is not.</summary>
    public int AtWork
    {
        get
        {
            lock (_gate)
                return _queues.Values.OfType<Dispatcher>().Sum(dispatcher => dispatcher.AtWork);
        }
    }

    /// <summary>The counters of one target, or null when it has no handler.</summary>
    public HandlerCounters? FindCounters(HandlerTarget target)
    {
        lock (_gate)
            return _queues.TryGetValue(target, out var queue) && queue is Dispatcher dispatcher ? dispatcher.Counters : null;
    }

    /// <summary>Attempts, pauses and ends of deliveries go by other options from now on, for what is owed already too.</summary>
    internal void Change(DeliveryOptions options)
    {
        lock (_gate)
        {
            _options = options;
            foreach (var dispatcher in _queues.Values.OfType<Dispatcher>())
                dispatcher.Change(options);
        }
    }

    /// <summary>Gives a target its handler, which gets what is owed to the target already. Takes the place of the one before.</summary>
    /// <param name="own">How its deliveries differ; null leaves all to the server's options.</param>
    internal IDeliveryQueue Attach(HandlerTarget target, IAlertHandler handler, HandlerDeliveryOptions? own = null)
    {
        // Under the lock: one that comes to its end must not be taken away in between.
        lock (_gate)
        {
            var dispatcher = AttachDispatcher(target);
            dispatcher.Use(handler, own ?? HandlerDeliveryOptions.None);
            return dispatcher;
        }
    }

    /// <summary>Attempts may be made from now on.</summary>
    internal void Release()
    {
        lock (_gate)
        {
            _isHeld = false;
            foreach (var dispatcher in _queues.Values.OfType<Dispatcher>())
                dispatcher.LeaveAlone(default);
        }
    }

    /// <summary>Gives a target another handler of the same definition. Nothing happens when the target has come to its end.</summary>
    internal void Renew(HandlerTarget target, IAlertHandler handler)
    {
        if (Find(target) is Dispatcher dispatcher)
            dispatcher.Renew(handler);
    }

    /// <summary>Keeps what is owed to a target, and what will be, until there is a handler for it.</summary>
    /// <param name="reason">Why there is none, for people.</param>
    internal IDeliveryQueue Suspend(HandlerTarget target, string reason)
    {
        var dispatcher = AttachDispatcher(target);
        dispatcher.Suspend(reason);
        return dispatcher;
    }

    /// <summary>Gives a target a queue, or changes the one of that kind which it has.</summary>
    internal TQueue Attach<TQueue>(HandlerTarget target, Func<OwedTotal, TQueue> create, Action<TQueue> change)
        where TQueue : IDeliveryQueue
    {
        lock (_gate)
        {
            RemoveFinished();
            _queues.TryGetValue(target, out var queue);
            if (queue is TQueue existing)
            {
                _leaving.Stays(existing);
                change(existing);
                return existing;
            }

            queue?.Finish();
            var created = create(Know(target));
            _queues[target] = created;
            return created;
        }
    }

    /// <summary>Takes the handler from a target for good. What is owed is tried once more each.</summary>
    internal void Detach(HandlerTarget target)
    {
        lock (_gate)
        {
            if (_queues.TryGetValue(target, out var queue))
                _leaving.Finish(target, queue);
            RemoveFinished();
        }
    }

    /// <summary>The targets of a node's topic to which something is owed, or may be, and those of earlier versions, which may have dead letters.</summary>
    internal IReadOnlyList<NodeTarget> TargetsOf(string topic)
    {
        lock (_gate)
        {
            RemoveFinished();
            return [.. _known.Of(topic).Where(target => target.IsOfNode && (target.OldPlace is not null || IsOwed(target))).Select(target => new NodeTarget(target, IsLeaving(target)))];
        }
    }

    private bool IsLeaving(HandlerTarget target) => _queues.TryGetValue(target, out var queue) && queue is Dispatcher { IsLeaving: true };

    /// <summary>True for a target that had a handler at some time.</summary>
    internal bool Knows(HandlerTarget target)
    {
        lock (_gate)
            return _known.Has(target);
    }

    private bool IsOwed(HandlerTarget target) => _queues.ContainsKey(target) || (_known.TryFind(target, out var owed) && owed.Count > 0);

    /// <summary>Takes the handlers from targets for good, because their definitions are gone. What is owed is tried once more each where there still is a handler.</summary>
    internal void Leave(IEnumerable<HandlerTarget> targets)
    {
        lock (_gate)
        {
            foreach (var target in targets)
            {
                if (_queues.TryGetValue(target, out var queue))
                    _leaving.Finish(target, queue);
                else if (_known.TryFind(target, out var owed))
                    Bury(owed, "Its handler does not exist any more.");
            }

            RemoveFinished();
        }
    }

    /// <summary>
    /// Takes the handlers of an alert node from their targets, for good. What is owed is still tried as long as anything is, as it may tell of
    /// recoveries.
    /// </summary>
    internal void DetachNode(string topic) => DetachNodes(target => target.Topic == topic);

    /// <summary>The same for all alert nodes whose topics begin with a text.</summary>
    /// <param name="kept">Topics of nodes whose handlers stay.</param>
    internal void DetachNodes(string topicPrefix, IReadOnlyCollection<string> kept) =>
        DetachNodes(target => target.Topic.StartsWith(topicPrefix, StringComparison.Ordinal) && !kept.Contains(target.Topic));

    private void DetachNodes(Func<HandlerTarget, bool> isConcerned)
    {
        lock (_gate)
        {
            foreach (var (target, queue) in _queues)
            {
                if (target.IsOfNode && isConcerned(target))
                    _leaving.Finish(target, queue, isPatient: true);
            }
        }
    }

    /// <summary>The same as <see cref="DrainAsync"/> for all handlers of an alert node, at once.</summary>
    public Task DrainNodeAsync(string topic)
    {
        lock (_gate)
            return Task.WhenAll([.. _queues.Keys.Where(target => target.IsOfNode && target.Topic == topic).Select(DrainAsync)]);
    }

    /// <summary>Waits until nothing that was published so far is owed any more; false when that takes longer than a limit.</summary>
    public async Task<bool> SettleAsync(TimeSpan limit, CancellationToken cancellationToken = default)
    {
        await _store.WhenCommitted().ConfigureAwait(false);
        var began = _time.GetTimestamp();
        while (Unsettled() is { IsCompleted: false } unsettled)
        {
            try
            {
                var left = limit - _time.GetElapsedTime(began);
                await unsettled.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return false;
            }
        }

        return true;
    }

    private Task Unsettled()
    {
        lock (_gate)
            return Task.WhenAll([.. _queues.Values.OfType<Dispatcher>().Select(dispatcher => dispatcher.WhenEmpty())]);
    }

    /// <summary>Waits until a healthy handler has got what is owed to it, at most as long as a stop would.</summary>
    internal async Task DrainAsync(HandlerTarget target)
    {
        if (Find(target) is not Dispatcher dispatcher)
            return;

        try
        {
            await dispatcher.WhenDrained().WaitAsync(_options.StopTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A slow handler: it goes on with what it has.
        }
    }

    /// <summary>Moves all targets of topics whose names begin with a text to topics with new names.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        lock (_gate)
        {
            foreach (var old in _known.All.Select(known => known.Name).Where(target => target.Topic.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
                RenameOne(old, old with { Topic = newPrefix + old.Topic[oldPrefix.Length..] }, commit);
        }
    }

    /// <summary>Gives one target another name; nothing happens when there is none.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void RenameTarget(HandlerTarget old, HandlerTarget name, JointChange commit)
    {
        lock (_gate)
        {
            if (_known.Has(old))
                RenameOne(old, name, commit);
        }
    }

    /// <summary>Gives targets other names, all in one commit; those that do not exist are left out.</summary>
    /// <param name="aside">Targets whose names are for others: what they still have to do they do under names that nobody else gets.</param>
    internal void RenameTargets(IEnumerable<(HandlerTarget Old, HandlerTarget Name)> names, params IEnumerable<HandlerTarget> aside)
    {
        var commit = new JointChange();
        lock (_gate)
        {
            foreach (var target in aside.Where(_queues.ContainsKey))
                commit.Add(SetAside(Know(target)));
            foreach (var (old, name) in names.Where(entry => _known.Has(entry.Old)))
                RenameOne(old, name, commit);
        }

        if (!commit.IsEmpty)
            _store.Enqueue(commit);
    }

    // It may still owe something.
    private Action<IDeliveryWriter> SetAside(OwedTotal target) => Rename(target, HandlerTarget.Parse($"replaced {target.Target} {target.Name}"), leavesLetters: true);

    private void RenameOne(HandlerTarget old, HandlerTarget name, JointChange commit)
    {
        if (_known.TryFind(name, out var replaced))
            commit.Add(SetAside(replaced));
        if (_known.TryFind(old, out var target))
            commit.Add(Rename(target, name));
    }

    /// <summary>
    /// To be called when all handlers there are have been attached: what is owed to others becomes dead letters, with the reason.
    /// </summary>
    /// <param name="isAwaited">True for a target whose handler may still come: it keeps what is owed to it.</param>
    public void BuryUnclaimed(Func<HandlerTarget, bool>? isAwaited = null)
    {
        lock (_gate)
        {
            foreach (var target in _known.All.ToArray())
            {
                if (!_queues.ContainsKey(target.Name) && isAwaited?.Invoke(target.Name) != true)
                    Bury(target, "When the server started, its handler did not exist any more.");
            }
        }
    }

    /// <summary>Forgets a few targets that have no handler, are owed nothing, and have nothing in the ledger any more.</summary>
    /// <returns>Whether there are more.</returns>
    internal async Task<bool> ForgetTargetsAsync()
    {
        var unused = _store.FindUnusedTargets().ToHashSet();
        List<OwedTotal> gone;
        lock (_gate)
        {
            gone = [.. _known.All.Where(target => unused.Contains(target.Target) && !_queues.ContainsKey(target.Name)).Take(Retention.AtOnce)];
            foreach (var target in gone)
                _known.Remove(target.Name);
        }

        if (gone.Count == 0)
            return false;
        try
        {
            await _store.CommitAsync(writer =>
            {
                foreach (var target in gone)
                    writer.RemoveTarget(target.Target);
            }).ConfigureAwait(false);
            return true;
        }
        catch (StoreException)
        {
            lock (_gate)
            {
                foreach (var target in gone.Where(target => !_known.Has(target.Name)))
                    _known.Put(target);
            }

            throw;
        }
    }

    /// <summary>Stops all attempts; what is not delivered stays in storage for the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        IDeliveryQueue[] queues;
        lock (_gate)
        {
            queues = [.. _queues.Values];
            _queues.Clear();
        }

        await Task.WhenAll(queues.OfType<Dispatcher>().Select(dispatcher => dispatcher.StopAsync())).ConfigureAwait(false);
        foreach (var queue in queues)
            queue.Dispose();
        await Task.WhenAll(queues.OfType<Dispatcher>().Select(dispatcher => dispatcher.WhenHandlerDisposedAsync())).ConfigureAwait(false);
    }

    /// <summary>The targets that have a handler, or wait for one, or have something left to do.</summary>
    internal IReadOnlySet<HandlerTarget> Served()
    {
        lock (_gate)
        {
            RemoveFinished();
            return _queues.Keys.ToHashSet();
        }
    }

    private Dispatcher AttachDispatcher(HandlerTarget target) => Attach(target, NewDispatcher, static _ => { });

    private Dispatcher NewDispatcher(OwedTotal owed)
    {
        var dispatcher = new Dispatcher(owed, _store, _options, _time, _log, Guard) { IncidentNamed = IncidentNamed };
        if (_isHeld)
            dispatcher.LeaveAlone(DateTimeOffset.MaxValue);
        return dispatcher;
    }

    /// <summary>The queue of a target; null when it has no handler.</summary>
    internal IDeliveryQueue? Find(HandlerTarget target)
    {
        lock (_gate)
        {
            RemoveFinished();
            return _queues.GetValueOrDefault(target);
        }
    }

    /// <summary>All targets that are known, those without a handler too.</summary>
    internal IReadOnlyList<OwedTotal> Targets()
    {
        lock (_gate)
            return [.. _known.All];
    }

    private int TargetOf(HandlerTarget name)
    {
        lock (_gate)
            return _known.TryFind(name, out var target) ? target.Target : Know(name).Target;
    }

    // What is owed counts for the first handler only: later it is the dispatcher that knows.
    private OwedTotal Know(HandlerTarget name)
    {
        if (_known.TryFind(name, out var target))
        {
            _known.Put(target with { Count = 0 });
            return target;
        }

        target = new OwedTotal(++_lastTarget, name, 0);
        _known.Put(target);
        _store.Enqueue(new WrittenChange(writer => writer.SaveTarget(target.Target, target.Name)));
        return target;
    }

    private Action<IDeliveryWriter> Rename(OwedTotal target, HandlerTarget name, bool leavesLetters = false)
    {
        _known.Remove(target.Name);
        _known.Put(target with { Name = name });
        if (_queues.Remove(target.Name, out var queue))
        {
            _queues[name] = queue;
            _leaving.Rename(queue, name);
            if (queue is Dispatcher dispatcher)
                dispatcher.Name = name;
        }

        return writer =>
        {
            writer.SaveTarget(target.Target, name);
            if (!leavesLetters)
                writer.RenameDeadLetters(target.Name, name);
        };
    }

    private void RemoveFinished()
    {
        foreach (var name in _leaving.TakeFinished())
            _queues.Remove(name);
    }

    private void Bury(OwedTotal target, string why)
    {
        if (target.Count == 0)
            return;
        _known.Put(target with { Count = 0 });
        _burial.Begin(target, why);
    }
}
