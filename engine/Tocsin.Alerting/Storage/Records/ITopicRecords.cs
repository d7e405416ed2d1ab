using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Records;

/// <summary>Topics with the state of their alerts and what is done about these, as the store keeps them. Reads see what is committed.</summary>
public interface ITopicRecords : IRecords<ITopicWriter>
{
    /// <summary>The numbers and names of topics.</summary>
    IReadOnlyList<(int Topic, string Name)> LoadTopics();

    /// <summary>Calls <paramref name="take"/> with every alert id's state: topic, id, state.</summary>
    void LoadEvents(Action<int, string, EventState> take);

    /// <summary>The open alerts of nodes whose names begin with a text, the oldest topics first.</summary>
    IReadOnlyList<OpenAlertRow> ReadOpenAlerts(string nodePrefix);

    /// <summary>The last event of an alert that is not OK, encoded; null when there is none.</summary>
    byte[]? FindOpenAlert(int topic, string id);

    /// <summary>Calls <paramref name="take"/> with the last event of each alert that is not OK, encoded: topic, id, event.</summary>
    void ReadOpenEvents(Action<int, string, byte[]> take);

    /// <summary>Calls <paramref name="take"/> with what handlers know of alerts and what is kept from them: topic, id, and whom it is about.</summary>
    void LoadKnownAlerts(Action<int, string, KnownAlertRow> take);

    /// <summary>When the last deliveries went out to targets that have a limit, in milliseconds since 1970, separated by commas.</summary>
    IReadOnlyList<(int Target, string Times)> LoadSent();

    /// <summary>Calls <paramref name="take"/> with each acknowledgement: topic, id, acknowledgement.</summary>
    void LoadAcknowledgements(Action<int, string, Acknowledgement> take);

    /// <summary>Calls <paramref name="take"/> with each incident an alert is linked to: topic, id, incident.</summary>
    void LoadIncidents(Action<int, string, IncidentReference> take);

    /// <summary>What led to the last changes of an alert's level, in whatever topics, the newest first.</summary>
    IReadOnlyList<EvidenceRow> ReadEvidence(string id, int limit);

    /// <summary>What was done about an alert, the newest first.</summary>
    IReadOnlyList<AlertActivity> ReadActivities(int topic, string id, int limit);
}
