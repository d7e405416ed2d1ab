using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage;

/// <summary>What a <see cref="StateChange"/> may write. Used on the store's thread only, within its transaction.</summary>
public interface IStateWriter
{
    /// <summary>Adds a task or replaces the one with its id.</summary>
    void SaveTask(TaskRecord task);

    /// <summary>Forgets a task with the groups it watches.</summary>
    void DeleteTask(string id);

    /// <summary>Notes that a deadman of a task watches a group of a stream, and when data of it came last in seconds since 1970.</summary>
    void SaveWatchedGroup(string task, string stream, string key, long seen);

    void RemoveWatchedGroup(string task, string stream, string key);

    /// <summary>Forgets the groups of a task's streams but for those named.</summary>
    void KeepWatchedGroups(string task, IReadOnlyCollection<string> streams);

    /// <summary>Gives the groups that a task watches to another.</summary>
    void RenameWatchedGroups(string oldTask, string newTask);

    /// <summary>Adds a template or replaces the one with its id.</summary>
    void SaveTemplate(TemplateRecord template);

    void DeleteTemplate(string id);

    /// <summary>Adds a handler or replaces the one with its topic and id.</summary>
    void SaveHandler(HandlerSpec handler);

    void DeleteHandler(string topic, string id);

    /// <summary>Names a topic, or gives it another name.</summary>
    void SaveTopic(int topic, string name);

    /// <summary>Forgets a topic with all its events.</summary>
    void DeleteTopic(int topic);

    /// <summary>Adds the state of an alert id or replaces it.</summary>
    void SaveEvent(int topic, string id, in EventState state);

    /// <summary>Forgets the state of an alert id.</summary>
    void RemoveEvent(int topic, string id);

    /// <summary>Keeps the last event of an alert that is not OK.</summary>
    /// <param name="origin">Who tells of its recovery when its task no longer can; null leaves that as it is kept, no one when nothing is.</param>
    void SaveOpenAlert(int topic, string id, AlertOrigin? origin, ReadOnlySpan<byte> alertEvent);

    /// <summary>Forgets the open alert of an id; nothing happens when there is none.</summary>
    void RemoveOpenAlert(int topic, string id);

    /// <summary>Gives open alerts of nodes whose names begin with a text other nodes.</summary>
    void RenameOpenAlerts(string oldPrefix, string newPrefix);

    /// <summary>Keeps who takes care of an alert.</summary>
    void SaveAcknowledgement(int topic, string id, Acknowledgement acknowledgement);

    /// <summary>Nobody takes care of an alert any more; nothing happens when nobody did.</summary>
    void RemoveAcknowledgement(int topic, string id);

    /// <summary>Links an alert to an incident, or gives the incident another page.</summary>
    void SaveIncident(int topic, string id, IncidentReference incident);

    /// <summary>Forgets the incidents an alert is linked to.</summary>
    void RemoveIncidents(int topic, string id);

    /// <summary>Keeps what was done about an alert, and drops what is over the limits.</summary>
    void AddActivity(int topic, string id, AlertActivity activity, DateTimeOffset now, ActivityLimits limits);

    /// <summary>Names a target of deliveries, or gives it another name.</summary>
    void SaveTarget(int target, string name);

    /// <summary>Forgets a target that nothing is owed to.</summary>
    void RemoveTarget(int target);

    void AddOwed(int target, long number, long key, long sinceUnixMilliseconds, ReadOnlySpan<byte> alertEvent);

    void RemoveOwed(int target, long number);

    void AddDeadLetter(DeadLetterRow letter);

    /// <returns>Whether it was there.</returns>
    bool RemoveDeadLetter(long number);

    /// <summary>Writes down the end of a delivery, under the next number; does nothing in a store that keeps no ledger.</summary>
    void AddToLedger(LedgerEntry entry);

    /// <summary>Forgets entries of the ledger with numbers below <paramref name="below"/>.</summary>
    void PruneLedger(long below);

    /// <summary>Adds a source or replaces the one with its id.</summary>
    void SaveSource(SourceSpec source);

    /// <summary>Forgets a source with all its keys.</summary>
    void DeleteSource(string id);

    /// <summary>Keeps the hash of a dedupe key that a source saw, and when, in seconds since 1970.</summary>
    void AddSourceKey(string source, UInt128 hash, long at);

    void RemoveSourceKey(string source, UInt128 hash);

    void AddQuarantined(QuarantineRow row);

    void RemoveQuarantined(long number);
}
