using System.Buffers.Binary;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write. They run within the transaction of the group commit.</summary>
public sealed class SqlStateWriter : IStateWriter
{
    private readonly ISqlStatements _statements;
    private readonly ISqlStatement _saveTask;
    private readonly ISqlStatement _deleteTask;
    private readonly ISqlStatement _saveTemplate;
    private readonly ISqlStatement _deleteTemplate;
    private readonly ISqlStatement _saveHandler;
    private readonly ISqlStatement _deleteHandler;
    private readonly ISqlStatement _saveTopic;
    private readonly ISqlStatement _deleteTopic;
    private readonly ISqlStatement _deleteEvents;
    private readonly ISqlStatement _saveEvent;
    private readonly ISqlStatement _removeEvent;
    private readonly ISqlStatement _saveOpenAlert;
    private readonly ISqlStatement _updateOpenAlert;
    private readonly ISqlStatement _removeOpenAlert;
    private readonly ISqlStatement _handOverOpenAlert;
    private readonly ISqlStatement _renameOpenAlerts;
    private readonly ISqlStatement _deleteOpenAlerts;
    private readonly SqlActivityWriter _activities;
    private readonly SqlEvidenceWriter _evidence;
    private readonly SqlWatchedGroupsWriter _watched;
    private readonly SqlFunctionSnapshotsWriter _snapshots;
    private readonly SqlTaskStatesWriter _states;
    private readonly SqlRecordingsWriter _recordings;
    private readonly SqlSilencesWriter _silences;
    private readonly SqlDrillsWriter _drills;
    private readonly SqlAccessWriter _access;
    private readonly ISqlStatement _saveTarget;
    private readonly ISqlStatement _removeTarget;
    private readonly ISqlStatement _addOwed;
    private readonly ISqlStatement _removeOwed;
    private readonly ISqlStatement _addDeadLetter;
    private readonly ISqlStatement _removeDeadLetter;
    private readonly ISqlStatement _renameDeadLetters;
    private readonly ISqlStatement _addToLedger;
    private readonly ISqlStatement _pruneLedger;
    private readonly bool _keepsLedger;
    private readonly ISqlStatement _saveSource;
    private readonly ISqlStatement _deleteSource;
    private readonly ISqlStatement _deleteSourceKeys;
    private readonly ISqlStatement _addSourceKey;
    private readonly ISqlStatement _removeSourceKey;
    private readonly ISqlStatement _addQuarantined;
    private readonly ISqlStatement _removeQuarantined;
    private readonly ISqlStatement _saveOverride;
    private readonly ISqlStatement _deleteOverride;

    /// <param name="keepsLedger">Whether ends of deliveries are written down.</param>
    public SqlStateWriter(ISqlStatements statements, bool keepsLedger)
    {
        _statements = statements;
        _keepsLedger = keepsLedger;
        _saveTask = statements.Save("tasks", 1, "id", "type", "script", "dbrps", "vars", "status", "template", "created", "modified", "enabled", "error", "ran_script", "ran_vars");
        _deleteTask = statements.Remove("tasks", "id");
        _saveTemplate = statements.Save("templates", 1, "id", "type", "script", "vars", "created", "modified", "error");
        _deleteTemplate = statements.Remove("templates", "id");
        _saveHandler = statements.Save("handlers", 2, "topic", "id", "kind", "match", "options", "delivery");
        _deleteHandler = statements.Remove("handlers", "topic", "id");
        _saveTopic = statements.Save("topics", 1, "no", "name");
        _deleteTopic = statements.Remove("topics", "no");
        _deleteEvents = statements.Remove("events", "topic");
        _saveEvent = statements.Save("events", 2, "topic", "id", "level", "time", "duration", "message", "details");
        _removeEvent = statements.Remove("events", "topic", "id");
        _saveOpenAlert = statements.Save("open_alerts", 2, "topic", "id", "node", "shape", "event");
        _updateOpenAlert = statements.Prepare(
            "INSERT INTO open_alerts (topic, id, node, shape, event) VALUES (?1, ?2, '', '', ?3) " +
            "ON CONFLICT (topic, id) DO UPDATE SET event = excluded.event");
        _removeOpenAlert = statements.Remove("open_alerts", "topic", "id");
        _handOverOpenAlert = statements.Prepare("UPDATE open_alerts SET node = ?3, shape = ?4 WHERE topic = ?1 AND id = ?2");
        _renameOpenAlerts = statements.Prepare(
            "UPDATE open_alerts SET node = ?2 || substr(node, length(?1) + 1) WHERE substr(node, 1, length(?1)) = ?1");
        _deleteOpenAlerts = statements.Remove("open_alerts", "topic");
        _activities = new SqlActivityWriter(statements);
        _evidence = new SqlEvidenceWriter(statements);
        _watched = new SqlWatchedGroupsWriter(statements);
        _snapshots = new SqlFunctionSnapshotsWriter(statements);
        _states = new SqlTaskStatesWriter(statements);
        _recordings = new SqlRecordingsWriter(statements);
        _silences = new SqlSilencesWriter(statements);
        _drills = new SqlDrillsWriter(statements);
        _access = new SqlAccessWriter(statements);
        _saveTarget = statements.Save("targets", 1, "no", "name");
        _removeTarget = statements.Remove("targets", "no");
        _addOwed = statements.Save("outbox", 2, "target", "no", "key", "since", "event");
        _removeOwed = statements.Remove("outbox", "target", "no");
        _addDeadLetter = statements.Save("dead_letters", 1, "no", "target", "key", "since", "died", "attempts", "reason", "event");
        _renameDeadLetters = statements.Prepare("UPDATE dead_letters SET target = ?2 WHERE target = ?1");
        _removeDeadLetter = statements.Prepare("DELETE FROM dead_letters WHERE no = (SELECT no FROM dead_letter_numbers WHERE number = ?1)");
        _addToLedger = statements.Add("ledger", "target", "key", "alert", "level", "previous", "message", "time", "raised", "ended", "attempts", "outcome", "reply", "reason");
        _pruneLedger = statements.Prepare("DELETE FROM ledger WHERE no < ?1");
        _saveSource = statements.Save("sources", 1, "id", "kind", "definition");
        _deleteSource = statements.Remove("sources", "id");
        _deleteSourceKeys = statements.Remove("source_keys", "source");
        _addSourceKey = statements.Save("source_keys", 2, "source", "hash", "at");
        _removeSourceKey = statements.Remove("source_keys", "source", "hash");
        _addQuarantined = statements.Save("quarantine", 1, "no", "source", "received", "problem", "head", "length", "body");
        _removeQuarantined = statements.Remove("quarantine", "no");
        _saveOverride = statements.Prepare(
            "INSERT INTO config_overrides (section, element, options, added) VALUES (?1, ?2, ?3, ?4) " +
            "ON CONFLICT (section, element) DO UPDATE SET options = excluded.options, added = excluded.added");
        _deleteOverride = statements.Remove("config_overrides", "section", "element");
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

    public void SaveRaised(RaisedRow raised) => _states.Save(raised);

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
            _statements.Rebuild(table);
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

    public bool RemoveDeadLetter(long number) => _removeDeadLetter.Bind(1, number).RunAndCount() > 0;

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

    public void SaveKnownAlert(int topic, string id, in KnownAlertRow row) => _silences.Withhold(topic, id, row);

    public void RemoveKnownAlert(int topic, string id, int target) => _silences.Release(topic, id, target);

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

    private static void BindOrNull(ISqlStatement statement, int index, string? value)
    {
        if (value is null)
            statement.BindNull(index);
        else
            statement.Bind(index, value);
    }
}
