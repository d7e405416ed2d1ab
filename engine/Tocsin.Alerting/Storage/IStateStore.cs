using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage;

/// <summary>
/// Keeps all that must outlive the process. Changes are queued by any thread and committed in their order by one, as many at a time as
/// wait. Reads see what is committed.
/// </summary>
public interface IStateStore : IAsyncDisposable
{
    /// <summary>A UUID made once with the store; part of idempotency keys.</summary>
    string Id { get; }

    /// <summary>Whether changes can be written, and where to.</summary>
    StoreStatus Status { get; }

    /// <summary>Queues a change and returns at once. Throws <see cref="ObjectDisposedException"/> after the store is closed.</summary>
    void Enqueue(StateChange change);

    /// <summary>The last change that was refused without its maker being told; null when there is none since the store was opened.</summary>
    RefusedChangeException? Refused { get; }

    /// <summary>
    /// Completes when all urgent changes queued so far are committed; fails when the store is closed while they cannot be written, and for
    /// whoever waits while one of them is refused. Whoever asks later sees that by <see cref="Refused"/>.
    /// </summary>
    ValueTask WhenCommitted();

    /// <summary>Commits a change and says when it is done; fails when it cannot be written.</summary>
    Task CommitAsync(Action<IStateWriter> change);

    IReadOnlyList<TaskRecord> LoadTasks();

    IReadOnlyList<TemplateRecord> LoadTemplates();

    IReadOnlyList<HandlerSpec> LoadHandlers();

    /// <summary>The numbers and names of topics.</summary>
    IReadOnlyList<(int Topic, string Name)> LoadTopics();

    /// <summary>Calls <paramref name="take"/> with every alert id's state: topic, id, state.</summary>
    void LoadEvents(Action<int, string, EventState> take);

    /// <summary>The open alerts of nodes whose names begin with a text, the oldest topics first.</summary>
    IReadOnlyList<OpenAlertRow> ReadOpenAlerts(string nodePrefix);

    /// <summary>The last event of an alert that is not OK, encoded; null when there is none.</summary>
    byte[]? FindOpenAlert(int topic, string id);

    /// <summary>Calls <paramref name="take"/> with each acknowledgement: topic, id, acknowledgement.</summary>
    void LoadAcknowledgements(Action<int, string, Acknowledgement> take);

    /// <summary>Calls <paramref name="take"/> with each incident an alert is linked to: topic, id, incident.</summary>
    void LoadIncidents(Action<int, string, IncidentReference> take);

    /// <summary>The groups of a stream that deadmen of a task watch.</summary>
    IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream);

    /// <summary>What was done about an alert, the newest first.</summary>
    IReadOnlyList<AlertActivity> ReadActivities(int topic, string id, int limit);

    /// <summary>Every target there ever was, and what is owed to it.</summary>
    IReadOnlyList<OwedTotal> LoadTargets();

    /// <summary>Targets that nothing is owed to, and that the ledger knows nothing of.</summary>
    IReadOnlyList<int> FindUnusedTargets();

    /// <summary>Deliveries owed to a target with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<OwedRow> ReadOwed(int target, long after, int limit);

    /// <summary>Dead letters with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<DeadLetterRow> ReadDeadLetters(long after, int limit);

    /// <summary>The dead letter with this number, or null.</summary>
    DeadLetterRow? FindDeadLetter(long number);

    long CountDeadLetters();

    /// <summary>The oldest dead letters, with the times when they were given up.</summary>
    IReadOnlyList<(long Number, long UnixMilliseconds)> ReadDeadLetterAges(int limit);

    /// <summary>Deliveries owed to a target whose events have an alert id, in order.</summary>
    IReadOnlyList<OwedRow> FindOwed(int target, string alertId, int limit);

    /// <summary>Entries of the ledger, newest first.</summary>
    IReadOnlyList<LedgerEntry> ReadLedger(in LedgerQuery query);

    /// <summary>The oldest entries of the ledger, with the times when they ended, and the number of the last.</summary>
    (IReadOnlyList<(long Number, long UnixMilliseconds)> Oldest, long Last) ReadLedgerBegin(int limit);

    IReadOnlyList<SourceSpec> LoadSources();

    /// <summary>Calls <paramref name="take"/> with every dedupe key of a source, the oldest first: source, hash, seconds since 1970.</summary>
    void LoadSourceKeys(Action<string, UInt128, long> take);

    /// <summary>The numbers and sizes of all rows in the quarantine, in order.</summary>
    IReadOnlyList<(long Number, long Bytes)> LoadQuarantineSizes();

    /// <summary>Rows of the quarantine with numbers above <paramref name="after"/>, in order.</summary>
    IReadOnlyList<QuarantineRow> ReadQuarantine(long after, int limit);

    /// <summary>The row of the quarantine with this number, or null.</summary>
    QuarantineRow? FindQuarantined(long number);
}
