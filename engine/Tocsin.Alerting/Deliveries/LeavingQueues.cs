using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Deliveries;

/// <summary>The queues whose handlers are gone for good, until nothing is left for them to do. Guarded by the lock of the <see cref="Outbox"/>.</summary>
internal sealed class LeavingQueues
{
    private readonly Dictionary<IDeliveryQueue, HandlerTarget> _all = [];

    /// <summary>Brings a queue to its end.</summary>
    /// <param name="isPatient">See <see cref="IDeliveryQueue.Finish"/>.</param>
    public void Finish(HandlerTarget target, IDeliveryQueue queue, bool isPatient = false)
    {
        queue.Finish(isPatient);
        _all[queue] = target;
    }

    /// <summary>A queue has a handler again.</summary>
    public void Stays(IDeliveryQueue queue) => _all.Remove(queue);

    public void Rename(IDeliveryQueue queue, HandlerTarget name)
    {
        if (_all.ContainsKey(queue))
            _all[queue] = name;
    }

    /// <summary>Disposes those that are through. It is asked for at each change, and so looks at those that leave, not at all there are.</summary>
    /// <returns>Their targets.</returns>
    public IEnumerable<HandlerTarget> TakeFinished()
    {
        foreach (var (queue, name) in _all)
        {
            if (!queue.IsFinished)
                continue;
            queue.Dispose();
            _all.Remove(queue);
            yield return name;
        }
    }
}
