using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Deliveries: what is owed, what was given up, how each ended, as the store keeps them. Reads see what is committed.</summary>
public interface IDeliveryRecords : IRecords<IDeliveryWriter>
{
    /// <summary>A UUID made once with the store; part of idempotency keys.</summary>
    string Id { get; }

    /// <summary>Every target there ever was, and what is owed to it.</summary>
    IReadOnlyList<OwedTotal> LoadTargets();

    /// <summary>Targets that nothing is owed to, and that the ledger knows nothing of.</summary>
    IReadOnlyList<int> FindUnusedTargets();

    /// <summary>Deliveries owed to a target with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<OwedRow> ReadOwed(int target, long after, int limit);

    /// <summary>Deliveries owed to a target whose events have an alert id, in order.</summary>
    IReadOnlyList<OwedRow> FindOwed(int target, string alertId, int limit);

    /// <summary>Dead letters with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<DeadLetterRow> ReadDeadLetters(long after, int limit);

    /// <summary>The dead letter with this number, or null.</summary>
    DeadLetterRow? FindDeadLetter(long number);

    long CountDeadLetters();

    /// <summary>The oldest dead letters, with the times when they were given up.</summary>
    IReadOnlyList<(long Number, long UnixMilliseconds)> ReadDeadLetterAges(int limit);

    /// <summary>Entries of the ledger, newest first.</summary>
    IReadOnlyList<LedgerEntry> ReadLedger(in LedgerQuery query);

    /// <summary>Which alerts handlers were notified of most since a time, and at which hours.</summary>
    LedgerNoise ReadNoise(long sinceUnixMilliseconds, int limit);

    /// <summary>The oldest entries of the ledger, with the times when they ended, and the number of the last.</summary>
    (IReadOnlyList<(long Number, long UnixMilliseconds)> Oldest, long Last) ReadLedgerBegin(int limit);
}
