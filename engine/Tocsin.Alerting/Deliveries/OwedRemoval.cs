using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Takes deliveries that are done with out of storage and writes down how they ended. Grows until the store takes it, so that many need
/// one commit.
/// </summary>
internal sealed class OwedRemoval(int target) : StateChange
{
    private readonly List<(long Number, LedgerEntry Entry)> _ended = [];
    private bool _isTaken;

    // At worst an event is delivered twice after a crash.
    public override bool IsUrgent => false;

    /// <summary>Adds a delivery; null when the change is on its way already and another is needed.</summary>
    /// <returns>Whether this is the first, so that the change must be queued.</returns>
    public bool? TryAdd(long number, LedgerEntry entry)
    {
        lock (_ended)
        {
            if (_isTaken)
                return null;
            _ended.Add((number, entry));
            return _ended.Count == 1;
        }
    }

    public override void Announce()
    {
        lock (_ended)
            _isTaken = true;
    }

    public override void Apply(IStateWriter writer)
    {
        foreach (var (number, entry) in _ended)
        {
            writer.RemoveOwed(target, number);
            writer.AddToLedger(entry);
        }
    }
}
