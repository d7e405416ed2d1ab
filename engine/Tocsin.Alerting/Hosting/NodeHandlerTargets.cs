using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Alerting.Hosting;

/// <summary>
/// The handlers of alert nodes, by the targets they serve, also while their task is stopped and something is still owed: they are made anew
/// in their place when their kind changes. Safe for any thread.
/// </summary>
/// <param name="kinds">The kinds in force.</param>
internal sealed class NodeHandlerTargets(Outbox outbox, Func<HandlerKinds> kinds, ILogger log)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeHandler> _handlers = new(StringComparer.Ordinal);

    public IDeliveryQueue Attach(string target, NodeHandler handler)
    {
        lock (_gate)
            _handlers[target] = handler;
        return handler.WhySuspended() is { } why ? outbox.Suspend(target, why) : outbox.Attach(target, handler.Handler);
    }

    /// <summary>Makes the handlers that were left alone and are not any more.</summary>
    public void ReconsiderSuspended()
    {
        foreach (var (target, handler) in All(entry => entry.Value.Handler is SuspendedHandler))
        {
            if (handler.WhySuspended() is null)
                Renew(target, handler);
        }
    }

    /// <summary>Lets a handler be made that was left alone; false when there is none of that target.</summary>
    public bool Resume(string target)
    {
        lock (_gate)
            return _handlers.TryGetValue(target, out var handler) && handler.Handler is SuspendedHandler && handler.Resume();
    }

    /// <summary>Forgets the handlers that have nothing more to do. Those of a task that is gone may still owe news of a recovery.</summary>
    public void ForgetFinished()
    {
        lock (_gate)
        {
            foreach (var target in _handlers.Keys.Where(target => !outbox.Serves(target)).ToArray())
                _handlers.Remove(target);
        }
    }

    public void Rename(string oldPrefix, string newPrefix)
    {
        lock (_gate)
        {
            foreach (var target in _handlers.Keys.Where(target => target.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
            {
                _handlers.Remove(target, out var handler);
                _handlers[newPrefix + target[oldPrefix.Length..]] = handler!; // It was there: the lock is held.
            }
        }
    }

    /// <summary>Makes the handlers of some kinds again, which changed or are gone. One that cannot be made keeps the old one, or waits when nobody brings its kind.</summary>
    /// <returns>The targets of those that were made anew; those that could not be made, with the reason.</returns>
    public (IReadOnlyList<string> Renewed, IReadOnlyList<string> Kept) Adopt(IReadOnlySet<string> changed)
    {
        var inForce = kinds();
        var (made, kept) = (new List<string>(), new List<string>());
        ForgetFinished();
        foreach (var (target, handler) in All(entry => changed.Contains(entry.Value.Kind)))
        {
            if (!inForce.Knows(handler.Kind))
                outbox.Suspend(target, HandlerKinds.WhyGone(handler.Kind));
            else if (handler.WhySuspended() is { } why)
                outbox.Suspend(target, why);
            else if (handler.MakeAgain is not null)
            {
                if (Renew(target, handler) is { } error)
                    kept.Add($"{target}: {error}");
                else
                    made.Add(target);
            }
        }

        return (made, kept);
    }

    private KeyValuePair<string, NodeHandler>[] All(Func<KeyValuePair<string, NodeHandler>, bool> predicate)
    {
        lock (_gate)
            return [.. _handlers.Where(predicate)];
    }

    /// <returns>Why it keeps the handler it has; null when it has another now.</returns>
    private string? Renew(string target, NodeHandler handler)
    {
        Refusal? refusal = null;
        if (handler.MakeAgain is not { } makeAgain || !makeAgain(out var renewed, out refusal))
        {
            AlertLog.HandlerNotRenewed(log, target, refusal?.Message ?? "");
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
