using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The state in the tables of a database: what is the same in each. One thread commits, in groups; reads see what is committed.</summary>
public abstract class SqlStateStore : IStateStore
{
    private readonly SqlStateReader _reader;
    private readonly SqlLedger _ledger;
    private readonly SqlRowProblems _rowProblems;
    private readonly Committer _committer;
    private readonly CommitQueue _queue;
    private int _isClosed;

    /// <param name="database">Open, and up to date.</param>
    protected SqlStateStore(ISqlDatabase database, StoreSettings settings)
    {
        _rowProblems = new SqlRowProblems(settings.Log);
        _reader = new SqlStateReader(database.OpenReads(), _rowProblems);
        Id = _reader.Fact("id") ?? NewId(database, settings.NewId ?? Guid.NewGuid().ToString());
        _ledger = new SqlLedger(new SqlStateReader(database.OpenReads(), _rowProblems));
        _committer = new Committer(database, settings.Log) { Holds = why => _queue?.Hold(why), Resumes = () => _queue?.Resume() };

        // Numbers must not be used twice, even when all deliveries that had them are gone: time never goes back that far.
        var first = Math.Max(_reader.LastNumber() + 1, settings.FirstNumber ?? TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 20);
        _queue = new CommitQueue(Commit, first);
        _queue.Start();
    }

    public string Id { get; }

    public virtual StoreFailure? Failure => _committer.Failure;

    public RefusedChangeException? Refused => _committer.Refused;

    public abstract StoreStatus Status { get; }

    public void Enqueue(StateChange change) => _queue.Enqueue(change);

    public ValueTask WhenCommitted() => _queue.WhenCommitted();

    public Task CommitAsync(Action<IStateWriter> change)
    {
        var commit = new JointChange(isRefusable: true);
        commit.Add(change);
        var done = commit.Done;
        _queue.Enqueue(commit);
        return done;
    }

    public IReadOnlyList<TaskRecord> LoadTasks() => _reader.LoadTasks();

    public IReadOnlyList<TemplateRecord> LoadTemplates() => _reader.LoadTemplates();

    public IReadOnlyList<HandlerSpec> LoadHandlers() => _reader.LoadHandlers();

    public IReadOnlyList<ConfigOverrideRow> LoadOverrides() => _reader.LoadOverrides();

    public IReadOnlyList<UserRow> LoadUsers() => _reader.LoadUsers();

    public IReadOnlyList<TokenRow> LoadTokens() => _reader.LoadTokens();

    public IReadOnlyList<AuditRow> ReadAudit(long before, int limit) => _reader.ReadAudit(before, limit);

    public Task RebuildAsync(string part) => CommitAsync(writer => writer.Rebuild(part));

    public IReadOnlyList<(int Topic, string Name)> LoadTopics() => _reader.LoadTopics();

    public void LoadEvents(Action<int, string, EventState> take) => _reader.LoadEvents(take);

    public IReadOnlyList<OpenAlertRow> ReadOpenAlerts(string nodePrefix) => _reader.ReadOpenAlerts(nodePrefix);

    public byte[]? FindOpenAlert(int topic, string id) => _reader.FindOpenAlert(topic, id);

    public void LoadAcknowledgements(Action<int, string, Acknowledgement> take) => _reader.LoadAcknowledgements(take);

    public void LoadIncidents(Action<int, string, IncidentReference> take) => _reader.LoadIncidents(take);

    public IReadOnlyList<EvidenceRow> ReadEvidence(string id, int limit) => _reader.ReadEvidence(id, limit);

    public IReadOnlyList<AlertActivity> ReadActivities(int topic, string id, int limit) => _reader.ReadActivities(topic, id, limit);

    public FunctionSnapshotRow? ReadFunctionSnapshot(string task, string node) => _reader.ReadFunctionSnapshot(task, node);

    public TaskStateRow? ReadTaskState(string task) => _reader.ReadTaskState(task);

    public IReadOnlyList<RaisedRow> ReadRaised(string task) => _reader.ReadRaised(task);

    public IReadOnlyList<byte[]> ReadTaskStateParts(string task, TaskStateRow row) => _reader.ReadTaskStateParts(task, row);

    public IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream) => _reader.ReadWatchedGroups(task, stream);

    public void ReadOpenEvents(Action<int, string, byte[]> take) => _reader.ReadOpenEvents(take);

    public IReadOnlyList<(int Target, string Times)> LoadSent() => _reader.LoadSent();

    public void LoadKnownAlerts(Action<int, string, KnownAlertRow> take) => _reader.LoadKnownAlerts(take);

    public IReadOnlyList<SilenceRow> LoadSilences() => _reader.LoadSilences();

    public IReadOnlyList<DrillRow> LoadDrills() => _reader.LoadDrills();

    public IReadOnlyList<OwedTotal> LoadTargets() => _reader.LoadTargets();

    public IReadOnlyList<OwedRow> ReadOwed(int target, long after, int limit) => _reader.ReadOwed(target, after, limit);

    public IReadOnlyList<DeadLetterRow> ReadDeadLetters(long after, int limit) => _reader.ReadDeadLetters(after, limit);

    public DeadLetterRow? FindDeadLetter(long number) => _reader.FindDeadLetter(number);

    public long CountDeadLetters() => _reader.CountDeadLetters();

    public IReadOnlyList<(long Number, long UnixMilliseconds)> ReadDeadLetterAges(int limit) => _reader.ReadDeadLetterAges(limit);

    public IReadOnlyList<int> FindUnusedTargets() => _reader.FindUnusedTargets();

    public IReadOnlyList<OwedRow> FindOwed(int target, string alertId, int limit) => _ledger.FindOwed(target, alertId, limit);

    public IReadOnlyList<LedgerEntry> ReadLedger(in LedgerQuery query) => _ledger.Read(query);

    public LedgerNoise ReadNoise(long sinceUnixMilliseconds, int limit) => _ledger.ReadNoise(sinceUnixMilliseconds, limit);

    public (IReadOnlyList<(long Number, long UnixMilliseconds)> Oldest, long Last) ReadLedgerBegin(int limit) => _ledger.ReadBegin(limit);

    public IReadOnlyList<SourceSpec> LoadSources() => _reader.LoadSources();

    public void LoadSourceKeys(Action<string, UInt128, long> take) => _reader.LoadSourceKeys(take);

    public IReadOnlyList<(long Number, long Bytes)> LoadQuarantineSizes() => _reader.LoadQuarantineSizes();

    public IReadOnlyList<QuarantineRow> ReadQuarantine(long after, int limit) => _reader.ReadQuarantine(after, limit);

    public QuarantineRow? FindQuarantined(long number) => _reader.FindQuarantined(number);

    public IReadOnlyList<RecordingRow> LoadRecordings() => _reader.LoadRecordings();

    public IReadOnlyList<ReplayRow> LoadReplays() => _reader.LoadReplays();

    public abstract void CopyTo(string path);

    /// <summary>Commits what waits and closes the database.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return default;
        GC.SuppressFinalize(this);
        _committer.Stop();
        _queue.Close();
        _committer.Dispose();
        _reader.Dispose();
        _ledger.Dispose();
        Close();
        return default;
    }

    /// <summary>Something that is kept of the store itself; null when it is not.</summary>
    protected string? Fact(string name) => _reader.Fact(name);

    /// <summary>What all stores say of themselves alike.</summary>
    protected StoreStatus StatusOf(string folder) => new()
    {
        Folder = folder,
        Version = SqlSchema.Steps.Count,
        Refused = Refused,
        Failure = Failure,
        RowProblems = _rowProblems.Found,
        Commits = _queue.Counts,
    };

    /// <summary>Called once, when nothing is read or written any more.</summary>
    protected abstract void Close();

    private Exception? Commit(List<StateChange> changes)
    {
        var refused = _committer.Refused;
        _committer.Commit(changes);
        return _committer.GivenUp ?? (_committer.Refused is { } now && now != refused ? now : (Exception?)null);
    }

    private static string NewId(ISqlDatabase database, string id)
    {
        database.AddFact("id", id);
        return id;
    }
}
