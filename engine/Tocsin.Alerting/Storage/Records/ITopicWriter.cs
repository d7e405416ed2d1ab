using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>What a change may write of topics. Used on the store's thread only, within its transaction.</summary>
public interface ITopicWriter
{
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

    /// <summary>Makes another node tell of the recovery of an open alert; nothing happens when there is none.</summary>
    void HandOverOpenAlert(int topic, string id, AlertOrigin origin);

    /// <summary>Gives open alerts of nodes whose names begin with a text other nodes, and what led to their events.</summary>
    void RenameOpenAlerts(string oldPrefix, string newPrefix);

    /// <summary>Keeps what a handler knows of an alert.</summary>
    void SaveKnownAlert(int topic, string id, in KnownAlertRow row);

    /// <summary>Keeps when the last deliveries went out to a target that has a limit.</summary>
    void SaveSent(int target, string times);

    /// <summary>The handler knows it; nothing happens when it always did.</summary>
    void RemoveKnownAlert(int topic, string id, int target);

    /// <summary>Keeps what led to a change of an alert's level, and drops what is over the limits.</summary>
    /// <param name="mostRows">How many are kept of all alerts together.</param>
    void AddEvidence(EvidenceRow row, long mostRows);

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
}
