using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Deliveries;

/// <summary>Takes deliveries that are done with out of storage. Grows until the store takes it, so that many need one commit.</summary>
internal sealed class OwedRemoval(int target) : StateChange
{
    private readonly List<long> _numbers = [];
    private bool _isTaken;

    // At worst an event is delivered twice after a crash.
    public override bool IsUrgent => false;

    /// <summary>Adds a delivery; null when the change is on its way already and another is needed.</summary>
    /// <returns>Whether this is the first, so that the change must be queued.</returns>
    public bool? TryAdd(long number)
    {
        lock (_numbers)
        {
            if (_isTaken)
                return null;
            _numbers.Add(number);
            return _numbers.Count == 1;
        }
    }

    public override void Announce()
    {
        lock (_numbers)
            _isTaken = true;
    }

    public override void Apply(IStateWriter writer)
    {
        foreach (var number in _numbers)
            writer.RemoveOwed(target, number);
    }
}
