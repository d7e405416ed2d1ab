using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Hosting;

/// <summary>
/// The handlers of alert nodes, by the targets they serve, also while their task is stopped and something is still owed: they are made anew
/// in their place when their kind changes. Safe for any thread.
/// </summary>
internal sealed class NodeHandlerTargets(Outbox outbox, HandlerMaker maker, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HandlerTarget, NodeHandler> _handlers = [];

    /// <summary>
    /// Gives all handlers of a node what is owed to them, under whatever name they had before. What is owed to handlers that are gone is tried once
    /// more each, and then becomes dead letters.
    /// </summary>
    /// <returns>The targets, with their queues, in the order of the handlers.</returns>
    public IReadOnlyList<(HandlerTarget Target, IDeliveryQueue Queue)> Attach(string topic, IReadOnlyList<NodeHandler> handlers)
    {
        var now = NodeHandlerId.TargetsOf(topic, handlers.Select(handler => handler.Id)).Zip(handlers, (target, handler) => (Target: target, handler.Id)).ToList();
        lock (_gate)
            Inherit(outbox.TargetsOf(topic), now);
        return [.. now.Zip(handlers, (one, handler) => (one.Target, Attach(one.Target, handler)))];
    }

    /// <summary>Makes the handlers that were left alone and are not any more.</summary>
    public void ReconsiderSuspended()
    {
        foreach (var (target, handler) in All(entry => entry.Value.Handler is SuspendedHandler))
        {
            if (WhySuspended(handler) is null)
                Renew(target, handler);
        }
    }

    /// <summary>Lets a handler be made that was left alone; false when there is none of that target.</summary>
    public bool Resume(HandlerTarget target)
    {
        lock (_gate)
            return _handlers.TryGetValue(target, out var handler) && handler is { Handler: SuspendedHandler, Order: { } order } && maker.Resume(order());
    }

    /// <summary>Forgets the handlers that have nothing more to do. Those of a task that is gone may still owe news of a recovery.</summary>
    public void ForgetFinished()
    {
        lock (_gate)
        {
            var served = outbox.Served();
            foreach (var target in _handlers.Keys.Where(target => !served.Contains(target)).ToArray())
                _handlers.Remove(target);
        }
    }

    public void Rename(string oldPrefix, string newPrefix)
    {
        lock (_gate)
        {
            foreach (var target in _handlers.Keys.Where(target => target.Topic.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
                Rename(target, target with { Topic = newPrefix + target.Topic[oldPrefix.Length..] });
        }
    }

    /// <summary>Makes the handlers of some kinds again, which changed or are gone. One that cannot be made keeps the old one, or waits when nobody brings its kind.</summary>
    /// <returns>The targets of those that were made anew; those that could not be made, with the reason.</returns>
    public (IReadOnlyList<string> Renewed, IReadOnlyList<string> Kept) Adopt(IReadOnlySet<string> changed)
    {
        var inForce = maker.Kinds;
        var (made, kept) = (new List<string>(), new List<string>());
        ForgetFinished();
        foreach (var (target, handler) in All(entry => changed.Contains(entry.Value.Kind)))
        {
            if (!inForce.Knows(handler.Kind))
                outbox.Suspend(target, HandlerKinds.WhyGone(handler.Kind));
            else if (WhySuspended(handler) is { } why)
                outbox.Suspend(target, why);
            else if (handler.Order is not null)
            {
                if (Renew(target, handler) is { } error)
                    kept.Add($"{target}: {error}");
                else
                    made.Add(target.ToString());
            }
        }

        return (made, kept);
    }

    private void Inherit(IReadOnlyList<NodeTarget> owed, List<(HandlerTarget Target, NodeHandlerId Id)> now)
    {
        var before = owed.Select(old => new FormerHandler(old.Target, _handlers.TryGetValue(old.Target, out var known) ? known.Id : null) { IsLeaving = old.IsLeaving }).ToList();
        var heirs = NodeHandlerHeirs.Find(before, now, outbox.Knows);
        var gone = owed.Select(old => old.Target).Where(target => !heirs.ContainsKey(target)).ToList();
        outbox.Leave(gone);
        var moved = heirs.Where(heir => heir.Key != heir.Value).ToList();

        // Who has a name that another had before begins with nothing.
        var aside = gone.Where(target => now.Exists(one => one.Target == target) && !heirs.Values.Contains(target));
        outbox.RenameTargets(moved.Select(heir => (heir.Key, heir.Value)), aside);
        foreach (var (old, heir) in moved)
            Rename(old, heir);
    }

    private IDeliveryQueue Attach(HandlerTarget target, NodeHandler handler)
    {
        lock (_gate)
            _handlers[target] = handler;
        return handler.Handler is SuspendedHandler && WhySuspended(handler) is { } why
            ? outbox.Suspend(target, why)
            : outbox.Attach(target, handler.Handler);
    }

    private void Rename(HandlerTarget target, HandlerTarget name)
    {
        if (_handlers.Remove(target, out var handler))
            _handlers[name] = handler;
    }

    private string? WhySuspended(NodeHandler handler) => handler.Order is { } order ? maker.WhySuspended(order()) : null;

    private KeyValuePair<HandlerTarget, NodeHandler>[] All(Func<KeyValuePair<HandlerTarget, NodeHandler>, bool> predicate)
    {
        lock (_gate)
            return [.. _handlers.Where(predicate)];
    }

    /// <returns>Why it keeps the handler it has; null when it has another now.</returns>
    private string? Renew(HandlerTarget target, NodeHandler handler)
    {
        Refusal? refusal = null;
        if (handler.Order is not { } order || !maker.TryMake(order(), out var renewed, out refusal))
        {
            AlertLog.HandlerNotRenewed(log, target.ToString(), refusal?.Message ?? "");
            return refusal?.Message ?? "";
        }

        lock (_gate)
        {
            if (handler.Handler is SuspendedHandler && _handlers.TryGetValue(target, out var known) && ReferenceEquals(known, handler))
                _handlers[target] = handler with { Handler = renewed };
        }

        outbox.Renew(target, renewed);
        return null;
    }
}
