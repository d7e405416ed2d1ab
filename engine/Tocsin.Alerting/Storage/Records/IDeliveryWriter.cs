using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of deliveries. Used on the store's thread only, within its transaction.</summary>
public interface IDeliveryWriter
{
    /// <summary>Names a target of deliveries, or gives it another name.</summary>
    void SaveTarget(int target, HandlerTarget name);

    /// <summary>Forgets a target that nothing is owed to.</summary>
    void RemoveTarget(int target);

    void AddOwed(int target, long number, long key, long sinceUnixMilliseconds, ReadOnlySpan<byte> alertEvent);

    void RemoveOwed(int target, long number);

    void AddDeadLetter(DeadLetterRow letter);

    /// <summary>Lets dead letters be those of a target with another name.</summary>
    void RenameDeadLetters(HandlerTarget target, HandlerTarget name);

    /// <returns>Whether it was there.</returns>
    bool RemoveDeadLetter(long number);

    /// <summary>Writes down the end of a delivery, under the next number; does nothing in a store that keeps no ledger.</summary>
    void AddToLedger(LedgerEntry entry);

    /// <summary>Forgets entries of the ledger with numbers below <paramref name="below"/>.</summary>
    void PruneLedger(long below);
}
