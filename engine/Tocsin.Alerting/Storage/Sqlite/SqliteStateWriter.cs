using System.Buffers.Binary;
using SQLitePCL;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write. They run within the transaction of the group commit.</summary>
internal sealed class SqliteStateWriter : IStateWriter, IDisposable
{
    private readonly List<SqliteStatement> _statements = [];
    private readonly sqlite3 _database;
    private readonly SqliteStatement _saveTask;
    private readonly SqliteStatement _deleteTask;
    private readonly SqliteStatement _saveTemplate;
    private readonly SqliteStatement _deleteTemplate;
    private readonly SqliteStatement _saveHandler;
    private readonly SqliteStatement _deleteHandler;
    private readonly SqliteStatement _saveTopic;
    private readonly SqliteStatement _deleteTopic;
    private readonly SqliteStatement _deleteEvents;
    private readonly SqliteStatement _saveEvent;
    private readonly SqliteStatement _removeEvent;
    private readonly SqliteStatement _saveOpenAlert;
    private readonly SqliteStatement _updateOpenAlert;
    private readonly SqliteStatement _removeOpenAlert;
    private readonly SqliteStatement _handOverOpenAlert;
    private readonly SqliteStatement _renameOpenAlerts;
    private readonly SqliteStatement _deleteOpenAlerts;
    private readonly SqliteActivityWriter _activities;
    private readonly SqliteEvidenceWriter _evidence;
    private readonly SqliteWatchedGroupsWriter _watched;
    private readonly SqliteFunctionSnapshotsWriter _snapshots;
    private readonly SqliteTaskStatesWriter _states;
    private readonly SqliteRecordingsWriter _recordings;
    private readonly SqliteSilencesWriter _silences;
    private readonly SqliteDrillsWriter _drills;
    private readonly SqliteAccessWriter _access;
    private readonly SqliteStatement _saveTarget;
    private readonly SqliteStatement _removeTarget;
    private readonly SqliteStatement _addOwed;
    private readonly SqliteStatement _removeOwed;
    private readonly SqliteStatement _addDeadLetter;
    private readonly SqliteStatement _removeDeadLetter;
    private readonly SqliteStatement _renameDeadLetters;
    private readonly SqliteStatement _addToLedger;
    private readonly SqliteStatement _pruneLedger;
    private readonly bool _keepsLedger;
    private readonly SqliteStatement _saveSource;
    private readonly SqliteStatement _deleteSource;
    private readonly SqliteStatement _deleteSourceKeys;
    private readonly SqliteStatement _addSourceKey;
    private readonly SqliteStatement _removeSourceKey;
    private readonly SqliteStatement _addQuarantined;
    private readonly SqliteStatement _removeQuarantined;
    private readonly SqliteStatement _saveOverride;
    private readonly SqliteStatement _deleteOverride;

    public SqliteStateWriter(sqlite3 database, bool keepsLedger)
    {
        _database = database;
        _keepsLedger = keepsLedger;
        _saveTask = Prepare(
            "INSERT OR REPLACE INTO tasks (id, type, script, dbrps, vars, status, template, created, modified, enabled, error, ran_script, ran_vars) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
        _deleteTask = Prepare("DELETE FROM tasks WHERE id = ?1");
        _saveTemplate = Prepare(
            "INSERT OR REPLACE INTO templates (id, type, script, vars, created, modified, error) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _deleteTemplate = Prepare("DELETE FROM templates WHERE id = ?1");
        _saveHandler = Prepare("INSERT OR REPLACE INTO handlers (topic, id, kind, match, options, delivery) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        _deleteHandler = Prepare("DELETE FROM handlers WHERE topic = ?1 AND id = ?2");
        _saveTopic = Prepare("INSERT OR REPLACE INTO topics (no, name) VALUES (?1, ?2)");
        _deleteTopic = Prepare("DELETE FROM topics WHERE no = ?1");
        _deleteEvents = Prepare("DELETE FROM events WHERE topic = ?1");
        _saveEvent = Prepare(
            "INSERT OR REPLACE INTO events (topic, id, level, time, duration, message, details) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _removeEvent = Prepare("DELETE FROM events WHERE topic = ?1 AND id = ?2");
        _saveOpenAlert = Prepare("INSERT OR REPLACE INTO open_alerts (topic, id, node, shape, event) VALUES (?1, ?2, ?3, ?4, ?5)");
        _updateOpenAlert = Prepare(
            "INSERT INTO open_alerts (topic, id, node, shape, event) VALUES (?1, ?2, '', '', ?3) " +
            "ON CONFLICT (topic, id) DO UPDATE SET event = excluded.event");
        _removeOpenAlert = Prepare("DELETE FROM open_alerts WHERE topic = ?1 AND id = ?2");
        _handOverOpenAlert = Prepare("UPDATE open_alerts SET node = ?3, shape = ?4 WHERE topic = ?1 AND id = ?2");
        _renameOpenAlerts = Prepare(
            "UPDATE open_alerts SET node = ?2 || substr(node, length(?1) + 1) WHERE substr(node, 1, length(?1)) = ?1");
        _deleteOpenAlerts = Prepare("DELETE FROM open_alerts WHERE topic = ?1");
        _activities = new SqliteActivityWriter(Prepare);
        _evidence = new SqliteEvidenceWriter(Prepare);
        _watched = new SqliteWatchedGroupsWriter(Prepare);
        _snapshots = new SqliteFunctionSnapshotsWriter(Prepare);
        _states = new SqliteTaskStatesWriter(Prepare);
        _recordings = new SqliteRecordingsWriter(Prepare);
        _silences = new SqliteSilencesWriter(Prepare);
        _drills = new SqliteDrillsWriter(Prepare);
        _access = new SqliteAccessWriter(Prepare);
        _saveTarget = Prepare("INSERT OR REPLACE INTO targets (no, name) VALUES (?1, ?2)");
        _removeTarget = Prepare("DELETE FROM targets WHERE no = ?1");
        _addOwed = Prepare("INSERT OR REPLACE INTO outbox (target, no, key, since, event) VALUES (?1, ?2, ?3, ?4, ?5)");
        _removeOwed = Prepare("DELETE FROM outbox WHERE target = ?1 AND no = ?2");
        _addDeadLetter = Prepare(
            "INSERT OR REPLACE INTO dead_letters (no, target, key, since, died, attempts, reason, event) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        _renameDeadLetters = Prepare("UPDATE dead_letters SET target = ?2 WHERE target = ?1");
        _removeDeadLetter = Prepare("DELETE FROM dead_letters WHERE no = (SELECT no FROM dead_letter_numbers WHERE number = ?1)");
        _addToLedger = Prepare(
            "INSERT INTO ledger (target, key, alert, level, previous, message, time, raised, ended, attempts, outcome, reply, reason) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)");
        _pruneLedger = Prepare("DELETE FROM ledger WHERE no < ?1");
        _saveSource = Prepare("INSERT OR REPLACE INTO sources (id, kind, definition) VALUES (?1, ?2, ?3)");
        _deleteSource = Prepare("DELETE FROM sources WHERE id = ?1");
        _deleteSourceKeys = Prepare("DELETE FROM source_keys WHERE source = ?1");
        _addSourceKey = Prepare("INSERT OR REPLACE INTO source_keys (source, hash, at) VALUES (?1, ?2, ?3)");
        _removeSourceKey = Prepare("DELETE FROM source_keys WHERE source = ?1 AND hash = ?2");
        _addQuarantined = Prepare(
            "INSERT OR REPLACE INTO quarantine (no, source, received, problem, head, length, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _removeQuarantined = Prepare("DELETE FROM quarantine WHERE no = ?1");
        _saveOverride = Prepare(
            "INSERT INTO config_overrides (section, element, options, added) VALUES (?1, ?2, ?3, ?4) " +
            "ON CONFLICT (section, element) DO UPDATE SET options = excluded.options, added = excluded.added");
        _deleteOverride = Prepare("DELETE FROM config_overrides WHERE section = ?1 AND element = ?2");
    }

    public void SaveTask(TaskRecord task)
    {
        _saveTask.Bind(1, task.Id).Bind(2, task.Type).Bind(3, task.Script).Bind(4, task.DbrpsJson).Bind(5, task.VarsJson)
            .Bind(6, task.Status).Bind(7, task.TemplateId).Bind(8, task.Created.UtcTicks).Bind(9, task.Modified.UtcTicks)
            .Bind(11, task.Error);
        if (task.LastEnabled is { } enabled)
            _saveTask.Bind(10, enabled.UtcTicks);
        else
            _saveTask.BindNull(10);
        BindOrNull(_saveTask, 12, task.RanScript);
        BindOrNull(_saveTask, 13, task.RanVarsJson);
        _saveTask.Run();
    }

    public void DeleteTask(string id)
    {
        _deleteTask.Bind(1, id).Run();
        _watched.Keep(id, []);
        _snapshots.Keep(id, []);
        _states.Forget(id);
    }

    public void SaveFunctionSnapshot(string task, string node, FunctionSnapshotRow snapshot) => _snapshots.Save(task, node, snapshot);

    public void KeepFunctionSnapshots(string task, IReadOnlyCollection<string> nodes) => _snapshots.Keep(task, nodes);

    public void RenameFunctionSnapshots(string oldTask, string newTask) => _snapshots.Rename(oldTask, newTask);

    public void AddTaskState(string task, long number, int first, IReadOnlyList<byte[]> parts) => _states.Add(task, number, first, parts);

    public void CompleteTaskState(string task, TaskStateRow row) => _states.Complete(task, row);

    public void ForgetTaskState(string task) => _states.Forget(task);

    public void RenameTaskState(string oldTask, string newTask) => _states.Rename(oldTask, newTask);

    public void SaveWatchedGroup(string task, string stream, string key, long seen) => _watched.Save(task, stream, key, seen);

    public void RemoveWatchedGroup(string task, string stream, string key) => _watched.Remove(task, stream, key);

    public void KeepWatchedGroups(string task, IReadOnlyCollection<string> streams) => _watched.Keep(task, streams);

    public void RenameWatchedGroups(string oldTask, string newTask) => _watched.Rename(oldTask, newTask);

    public void SaveTemplate(TemplateRecord template) =>
        _saveTemplate.Bind(1, template.Id).Bind(2, template.Type).Bind(3, template.Script).Bind(4, template.VarsJson)
            .Bind(5, template.Created.UtcTicks).Bind(6, template.Modified.UtcTicks).Bind(7, template.Error).Run();

    public void DeleteTemplate(string id) => _deleteTemplate.Bind(1, id).Run();

    public void SaveHandler(HandlerSpec handler)
    {
        _saveHandler.Bind(1, handler.Topic).Bind(2, handler.Id).Bind(3, handler.Kind).Bind(4, handler.Match);
        BindOrNull(_saveHandler, 5, handler.OptionsJson);
        BindOrNull(_saveHandler, 6, handler.DeliveryJson);
        _saveHandler.Run();
    }

    public void SaveOverride(ConfigOverrideRow row) =>
        _saveOverride.Bind(1, row.Section).Bind(2, row.Element).Bind(3, row.OptionsJson).Bind(4, row.IsAdded ? 1 : 0).Run();

    public void DeleteOverride(string section, string element) => _deleteOverride.Bind(1, section).Bind(2, element).Run();

    public void Rebuild(string part)
    {
        foreach (var table in StoreParts.TablesOf(part))
        {
            using var statement = new SqliteStatement(_database, "REINDEX " + table);
            statement.Run();
        }
    }

    public void DeleteHandler(string topic, string id) => _deleteHandler.Bind(1, topic).Bind(2, id).Run();

    public void SaveTopic(int topic, string name) => _saveTopic.Bind(1, topic).Bind(2, name).Run();

    public void DeleteTopic(int topic)
    {
        _deleteEvents.Bind(1, topic).Run();
        _deleteOpenAlerts.Bind(1, topic).Run();
        _activities.DeleteTopic(topic);
        _silences.DeleteTopic(topic);
        _deleteTopic.Bind(1, topic).Run();
    }

    public void SaveEvent(int topic, string id, in EventState state) =>
        _saveEvent.Bind(1, topic).Bind(2, id).Bind(3, (int)state.Level).Bind(4, state.UnixNanoseconds).Bind(5, state.DurationNanoseconds)
            .Bind(6, state.Message).Bind(7, state.Details).Run();

    public void RemoveEvent(int topic, string id) => _removeEvent.Bind(1, topic).Bind(2, id).Run();

    public void SaveOpenAlert(int topic, string id, AlertOrigin? origin, ReadOnlySpan<byte> alertEvent)
    {
        if (origin is null)
            _updateOpenAlert.Bind(1, topic).Bind(2, id).Bind(3, alertEvent).Run();
        else
            _saveOpenAlert.Bind(1, topic).Bind(2, id).Bind(3, origin.Node).Bind(4, origin.Shape).Bind(5, alertEvent).Run();
    }

    public void RemoveOpenAlert(int topic, string id) => _removeOpenAlert.Bind(1, topic).Bind(2, id).Run();

    public void HandOverOpenAlert(int topic, string id, AlertOrigin origin) =>
        _handOverOpenAlert.Bind(1, topic).Bind(2, id).Bind(3, origin.Node).Bind(4, origin.Shape).Run();

    public void RenameOpenAlerts(string oldPrefix, string newPrefix)
    {
        _renameOpenAlerts.Bind(1, oldPrefix).Bind(2, newPrefix).Run();
        _evidence.Rename(oldPrefix, newPrefix);
    }

    public void AddEvidence(EvidenceRow row, long mostRows) => _evidence.Add(row, mostRows);

    public void SaveAcknowledgement(int topic, string id, Acknowledgement acknowledgement) => _activities.Save(topic, id, acknowledgement);

    public void RemoveAcknowledgement(int topic, string id) => _activities.RemoveAcknowledgement(topic, id);

    public void SaveIncident(int topic, string id, IncidentReference incident) => _activities.Save(topic, id, incident);

    public void RemoveIncidents(int topic, string id) => _activities.RemoveIncidents(topic, id);

    public void AddActivity(int topic, string id, AlertActivity activity, DateTimeOffset now, ActivityLimits limits) =>
        _activities.Add(topic, id, activity, now, limits);

    public void SaveTarget(int target, HandlerTarget name) => _saveTarget.Bind(1, target).Bind(2, name.ToString()).Run();

    public void RemoveTarget(int target)
    {
        _removeTarget.Bind(1, target).Run();
        _silences.RemoveSent(target);
    }

    public void AddOwed(int target, long number, long key, long sinceUnixMilliseconds, ReadOnlySpan<byte> alertEvent) =>
        _addOwed.Bind(1, target).Bind(2, number).Bind(3, key).Bind(4, sinceUnixMilliseconds).Bind(5, alertEvent).Run();

    public void RemoveOwed(int target, long number) => _removeOwed.Bind(1, target).Bind(2, number).Run();

    public void AddDeadLetter(DeadLetterRow letter) =>
        _addDeadLetter.Bind(1, letter.Delivery).Bind(2, letter.Target.ToString()).Bind(3, letter.Key).Bind(4, letter.SinceUnixMilliseconds)
            .Bind(5, letter.DiedUnixMilliseconds).Bind(6, letter.Attempts).Bind(7, letter.Reason).Bind(8, letter.Event).Run();

    public void RenameDeadLetters(HandlerTarget target, HandlerTarget name) => _renameDeadLetters.Bind(1, target.ToString()).Bind(2, name.ToString()).Run();

    public bool RemoveDeadLetter(long number)
    {
        _removeDeadLetter.Bind(1, number).Run();
        return raw.sqlite3_changes(_database) > 0;
    }

    public void AddToLedger(LedgerEntry entry)
    {
        if (!_keepsLedger)
            return;
        _addToLedger.Bind(1, entry.Target).Bind(2, entry.Key).Bind(3, entry.AlertId).Bind(4, (int)entry.Level).Bind(5, (int)entry.PreviousLevel)
            .Bind(6, entry.Message).Bind(7, entry.UnixNanoseconds).Bind(8, entry.RaisedUnixMilliseconds).Bind(9, entry.EndedUnixMilliseconds)
            .Bind(10, entry.Attempts).Bind(11, (int)entry.Outcome).Bind(12, entry.Reply).Bind(13, entry.Reason).Run();
        foreach (var member in entry.Members)
            AddToLedger(member);
    }

    public void PruneLedger(long below) => _pruneLedger.Bind(1, below).Run();

    public void SaveSource(SourceSpec source) => _saveSource.Bind(1, source.Id).Bind(2, source.Kind).Bind(3, source.Json).Run();

    public void DeleteSource(string id)
    {
        _deleteSource.Bind(1, id).Run();
        _deleteSourceKeys.Bind(1, id).Run();
    }

    public void AddSourceKey(string source, UInt128 hash, long at)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        _addSourceKey.Bind(1, source).Bind(2, bytes).Bind(3, at).Run();
    }

    public void RemoveSourceKey(string source, UInt128 hash)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(bytes, hash);
        _removeSourceKey.Bind(1, source).Bind(2, bytes).Run();
    }

    public void AddQuarantined(QuarantineRow row) =>
        _addQuarantined.Bind(1, row.Number).Bind(2, row.Source).Bind(3, row.ReceivedUnixMilliseconds).Bind(4, row.Problem).Bind(5, row.Head)
            .Bind(6, row.BodyLength).Bind(7, row.Body).Run();

    public void RemoveQuarantined(long number) => _removeQuarantined.Bind(1, number).Run();

    public void SaveWithheld(int topic, string id, in WithheldRow row) => _silences.Withhold(topic, id, row);

    public void RemoveWithheld(int topic, string id, int target) => _silences.Release(topic, id, target);

    public void SaveSent(int target, string times) => _silences.SaveSent(target, times);

    public void SaveSilence(SilenceRow silence) => _silences.Save(silence);

    public void DeleteSilence(string id) => _silences.Delete(id);

    public void SaveDrill(DrillRow drill) => _drills.Save(drill);

    public void DeleteDrill(string id) => _drills.Delete(id);

    public void SaveRecording(RecordingRow recording) => _recordings.Save(recording);

    public void DeleteRecording(string id) => _recordings.DeleteRecording(id);

    public void SaveReplay(ReplayRow replay) => _recordings.Save(replay);

    public void DeleteReplay(string id) => _recordings.DeleteReplay(id);

    public void SaveUser(UserRow user) => _access.Save(user);

    public void DeleteUser(string name) => _access.DeleteUser(name);

    public void AddToken(TokenRow token) => _access.Add(token);

    public void DeleteToken(string id) => _access.DeleteToken(id);

    public void NoteUse(string token, long at) => _access.NoteUse(token, at);

    public void AddAudit(AuditRow row, long most) => _access.Add(row, most);

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
    }

    private static void BindOrNull(SqliteStatement statement, int index, string? value)
    {
        if (value is null)
            statement.BindNull(index);
        else
            statement.Bind(index, value);
    }

    private SqliteStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(_database, sql);
        _statements.Add(statement);
        return statement;
    }
}
