using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// All deliveries owed, by target: a handler of a topic or of an alert node. A target keeps its number for ever, so that what is owed
/// finds its handler again after a restart. Safe for any thread.
/// </summary>
public sealed class Outbox : IAsyncDisposable
{
    private const int BuriedAtOnce = 1000;

    private readonly object _gate = new();
    private readonly IDeliveryRecords _store;
    private DeliveryOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, OwedTotal> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IDeliveryQueue> _queues = new(StringComparer.Ordinal);
    private int _lastTarget;
    private bool _isHeld;

    public Outbox(IDeliveryRecords store, DeliveryOptions options, TimeProvider time, ILogger log)
    {
        _store = store;
        _options = options;
        _time = time;
        _log = log;
        foreach (var target in store.LoadTargets())
        {
            _known[target.Name] = target;
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
                return
                [
                    .. _queues.Values.OfType<Dispatcher>().Select(dispatcher => dispatcher.Counters)
                        .OrderBy(counters => counters.Target, StringComparer.Ordinal),
                ];
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
    public HandlerCounters? FindCounters(string target)
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
    internal IDeliveryQueue Attach(string target, IAlertHandler handler, HandlerDeliveryOptions? own = null)
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
    internal void Renew(string target, IAlertHandler handler)
    {
        if (Find(target) is Dispatcher dispatcher)
            dispatcher.Renew(handler);
    }

    /// <summary>Keeps what is owed to a target, and what will be, until there is a handler for it.</summary>
    /// <param name="reason">Why there is none, for people.</param>
    internal IDeliveryQueue Suspend(string target, string reason)
    {
        var dispatcher = AttachDispatcher(target);
        dispatcher.Suspend(reason);
        return dispatcher;
    }

    /// <summary>Gives a target a queue, or changes the one of that kind which it has.</summary>
    internal TQueue Attach<TQueue>(string target, Func<OwedTotal, TQueue> create, Action<TQueue> change)
        where TQueue : IDeliveryQueue
    {
        lock (_gate)
        {
            RemoveFinished();
            _queues.TryGetValue(target, out var queue);
            if (queue is TQueue existing)
            {
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
    internal void Detach(string target)
    {
        lock (_gate)
        {
            if (_queues.TryGetValue(target, out var queue))
                queue.Finish();
            RemoveFinished();
        }
    }

    /// <summary>
    /// Takes the handlers of alert nodes from all targets whose names begin with a text, for good. What is owed is still tried as long as
    /// anything is, as it may tell of recoveries.
    /// </summary>
    internal void DetachAll(string prefix)
    {
        lock (_gate)
        {
            foreach (var (name, queue) in _queues)
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal) && HandlerTarget.Parse(name).IsOfNode)
                    queue.Finish(isPatient: true);
            }
        }
    }

    /// <summary>The same as <see cref="DrainAsync"/> for all targets whose names begin with a text, at once.</summary>
    public Task DrainAllAsync(string prefix)
    {
        lock (_gate)
        {
            return Task.WhenAll([.. _queues.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Select(DrainAsync)]);
        }
    }

    /// <summary>Waits until a healthy handler has got what is owed to it, at most as long as a stop would.</summary>
    internal async Task DrainAsync(string target)
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

    /// <summary>Gives new names to all targets whose name begins with a text.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        lock (_gate)
        {
            foreach (var old in _known.Keys.Where(name => name.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
                RenameOne(old, newPrefix + old[oldPrefix.Length..], commit);
        }
    }

    /// <summary>Gives one target another name; nothing happens when there is none.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void RenameTarget(string old, string name, JointChange commit)
    {
        lock (_gate)
        {
            if (_known.ContainsKey(old))
                RenameOne(old, name, commit);
        }
    }

    private void RenameOne(string old, string name, JointChange commit)
    {
        if (_known.TryGetValue(name, out var replaced))
            commit.Add(Rename(replaced, $"replaced {replaced.Target} {name}")); // It may still owe something.
        commit.Add(Rename(_known[old], name));
    }

    /// <summary>
    /// To be called when all handlers there are have been attached: what is owed to others becomes dead letters, with the reason.
    /// </summary>
    /// <param name="isAwaited">True for a target whose handler may still come: it keeps what is owed to it.</param>
    public void BuryUnclaimed(Func<string, bool>? isAwaited = null)
    {
        lock (_gate)
        {
            foreach (var target in _known.Values.ToArray())
            {
                if (target.Count > 0 && !_queues.ContainsKey(target.Name) && isAwaited?.Invoke(target.Name) != true)
                {
                    _known[target.Name] = target with { Count = 0 };
                    DeliveryLog.Unclaimed(_log, target.Name, target.Count);
                    _ = BuryAsync(target);
                }
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
            gone = [.. _known.Values.Where(target => unused.Contains(target.Target) && !_queues.ContainsKey(target.Name)).Take(Retention.AtOnce)];
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
                foreach (var target in gone)
                    _known.TryAdd(target.Name, target);
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

    /// <summary>True while a target has a handler, or waits for one, or has something left to do.</summary>
    internal bool Serves(string target) => Find(target) is not null;

    private Dispatcher AttachDispatcher(string target) => Attach(target, NewDispatcher, static _ => { });

    private Dispatcher NewDispatcher(OwedTotal owed)
    {
        var dispatcher = new Dispatcher(owed, _store, _options, _time, _log, Guard) { IncidentNamed = IncidentNamed };
        if (_isHeld)
            dispatcher.LeaveAlone(DateTimeOffset.MaxValue);
        return dispatcher;
    }

    /// <summary>The queue of a target; null when it has no handler.</summary>
    internal IDeliveryQueue? Find(string target)
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
            return [.. _known.Values];
    }

    private int TargetOf(string name)
    {
        lock (_gate)
            return _known.TryGetValue(name, out var target) ? target.Target : Know(name).Target;
    }

    // What is owed counts for the first handler only: later it is the dispatcher that knows.
    private OwedTotal Know(string name)
    {
        if (_known.TryGetValue(name, out var target))
        {
            _known[name] = target with { Count = 0 };
            return target;
        }

        target = new OwedTotal(++_lastTarget, name, 0);
        _known.Add(name, target);
        _store.Enqueue(new WrittenChange(writer => writer.SaveTarget(target.Target, target.Name)));
        return target;
    }

    private Action<IDeliveryWriter> Rename(OwedTotal target, string name)
    {
        _known.Remove(target.Name);
        _known[name] = target with { Name = name };
        if (_queues.Remove(target.Name, out var queue))
        {
            _queues[name] = queue;
            if (queue is Dispatcher dispatcher)
                dispatcher.Name = name;
        }

        return writer => writer.SaveTarget(target.Target, name);
    }

    private void RemoveFinished()
    {
        foreach (var (name, queue) in _queues)
        {
            if (!queue.IsFinished)
                continue;
            queue.Dispose();
            _queues.Remove(name);
        }
    }

    // Page by page: however much is owed, little of it is in memory. What is owed from now on to a handler of this name is not touched.
    private async Task BuryAsync(OwedTotal target)
    {
        const string Why = "When the server started, its handler did not exist any more.";
        var (after, left) = (0L, target.Count);
        var now = _time.GetUtcNow();
        try
        {
            while (left > 0 && _store.ReadOwed(target.Target, after, (int)Math.Min(left, BuriedAtOnce)) is { Count: > 0 } rows)
            {
                after = rows[^1].Number;
                left -= rows.Count;
                // Waits for room on a full disk, where a commit that somebody asked for is refused.
                var commit = new JointChange();
                commit.Add(writer =>
                {
                    foreach (var row in rows)
                        row.Bury(writer, target.Target, target.Name, now, Why);
                });
                var done = commit.Done;
                _store.Enqueue(commit);
                await done.ConfigureAwait(false);
            }
        }
        catch (Exception problem) when (problem is StoreException or ObjectDisposedException)
        {
            // The next start goes on.
            DeliveryLog.CannotRead(_log, target.Name, problem.Message);
        }
    }
}
