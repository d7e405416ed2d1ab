using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The state in one SQLite file with a write-ahead log.</summary>
public sealed class SqliteStateStore : IStateStore
{
    /// <summary>The file's name within the data folder.</summary>
    public const string FileName = "tocsin.db";

    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly DataFolderLock _lock;
    private readonly SqliteConnection _connection;
    private readonly SqliteStateReader _reader;
    private readonly SqliteLedger _ledger;
    private readonly SqliteCommitter _committer;
    private readonly SqliteDamage _damage;
    private readonly SqliteRowProblems _rowProblems;
    private readonly SqliteReserve _reserve;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly CommitQueue _queue;
    private readonly string? _salvage;
    private int _isClosed;

    private SqliteStateStore(string folder, DataFolderLock taken, StoreSettings settings)
    {
        _folder = folder;
        _isTemporary = settings.Folder is null;
        _lock = taken;
        var path = Path.Combine(folder, FileName);
        _reserve = new SqliteReserve(folder, _isTemporary ? 0 : settings.ReserveBytes);
        _connection = Open(path, settings, _reserve);
        _damage = new SqliteDamage(path);
        _rowProblems = new SqliteRowProblems(settings.Log);
        _reader = new SqliteStateReader(path, _damage, _rowProblems);
        Id = _reader.Fact("id") ?? NewId(settings.NewId ?? Guid.NewGuid().ToString());
        _salvage = _reader.Fact(SqliteSalvage.FactName);
        _ledger = new SqliteLedger(new SqliteStateReader(path, _damage, _rowProblems));
        _checkpoints = new SqliteCheckpoints(path, _connection, _reserve, settings);
        _committer = new SqliteCommitter(_connection, _checkpoints, _damage, settings) { Holds = why => _queue?.Hold(why), Resumes = () => _queue?.Resume() };

        // Numbers must not be used twice, even when all deliveries that had them are gone: time never goes back that far.
        var first = Math.Max(_reader.LastNumber() + 1, settings.FirstNumber ?? TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 20);
        _queue = new CommitQueue(Commit, first);
        _queue.Start();
    }

    public string Id { get; }

    public StoreFailure? Failure => _committer.Failure ?? _checkpoints.Absence ?? _damage.Found;

    public StoreStatus Status => new()
    {
        Folder = Path.GetFullPath(_folder),
        Version = SqliteSchema.Steps.Count,
        Refused = _committer.Refused,
        Failure = Failure,
        Salvage = SqliteSalvage.Report(Path.Combine(_folder, FileName), _salvage),
        RowProblems = _rowProblems.Found,
        LogBytes = _checkpoints.LogBytes,
        Commits = _queue.Counts,
        ReserveBytes = _reserve.Bytes,
        IsReserveUsed = _reserve.IsUsed,
    };

    /// <summary>Opens the state in the folder of <paramref name="settings"/>, or makes it.</summary>
    /// <exception cref="StoreException">The folder is in use, or its file is damaged, newer or of another program.</exception>
    public static SqliteStateStore Open(StoreSettings settings)
    {
        var folder = settings.Folder ?? Directory.CreateTempSubdirectory("tocsin-").FullName;
        var taken = settings.Lock ?? DataFolderLock.Take(folder);
        try
        {
            return new SqliteStateStore(folder, taken, settings);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Puts a backup in the place of the state of a folder, which is kept beside it. The folder is made when it is missing.</summary>
    /// <param name="file">What <see cref="CopyTo"/> wrote.</param>
    /// <exception cref="StoreException">A server uses the folder, or the file is no backup, damaged or of a newer version. Nothing was changed.</exception>
    public static RestoredState Restore(string file, string folder) => SqliteBackup.Restore(file, folder);

    /// <summary>Looks at the state of a folder that no server uses. Changes nothing, and throws nothing of what it finds.</summary>
    /// <param name="limit">How long it may look for damage.</param>
    public static StateLook Look(string folder, TimeSpan limit) => SqliteLook.At(folder, limit);

    public void Enqueue(StateChange change) => _queue.Enqueue(change);

    public RefusedChangeException? Refused => _committer.Refused;

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

    public void CopyTo(string path) => SqliteCopy.Write(_folder, path);

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

    public IReadOnlyList<byte[]> ReadTaskStateParts(string task, TaskStateRow row) => _reader.ReadTaskStateParts(task, row);

    public IReadOnlyList<WatchedGroupRow> ReadWatchedGroups(string task, string stream) => _reader.ReadWatchedGroups(task, stream);

    public void ReadOpenEvents(Action<int, string, byte[]> take) => _reader.ReadOpenEvents(take);

    public IReadOnlyList<(int Target, string Times)> LoadSent() => _reader.LoadSent();

    public void LoadWithheld(Action<int, string, WithheldRow> take) => _reader.LoadWithheld(take);

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

    /// <summary>Commits what waits and closes the file.</summary>
    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) != 0)
            return default;

        _committer.Stop();
        _queue.Close();
        _checkpoints.Dispose();
        _committer.Dispose();
        _reader.Dispose();
        _ledger.Dispose();
        _connection.Dispose();
        _lock.Dispose();
        if (_isTemporary)
            Directory.Delete(_folder, recursive: true);
        return default;
    }

    private static SqliteConnection Open(string path, StoreSettings settings, SqliteReserve reserve)
    {
        try
        {
            return SqliteFile.Open(path, settings);
        }
        catch (StoreException problem) when (problem.InnerException is SqliteException error && SqliteFile.IsOutOfRoom(error) && reserve.Release())
        {
            return SqliteFile.Open(path, settings);
        }
    }

    private Exception? Commit(List<StateChange> changes)
    {
        var refused = _committer.Refused;
        _committer.Commit(changes);
        return _committer.GivenUp ?? (_committer.Refused is { } now && now != refused ? now : (Exception?)null);
    }

    private string NewId(string id)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO facts (name, value) VALUES ('id', $id)";
        command.Parameters.AddWithValue("$id", id);
        command.ExecuteNonQuery();
        return id;
    }
}
