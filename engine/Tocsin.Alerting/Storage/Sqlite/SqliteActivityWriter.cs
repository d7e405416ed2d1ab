using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The statements that write what is done about alerts. Part of <see cref="SqliteStateWriter"/>, which disposes them.</summary>
internal sealed class SqliteActivityWriter
{
    /// <summary>How many old ones go with a new one: alerts wait for that.</summary>
    private const int MostDropped = 20;

    private readonly SqliteStatement _saveAcknowledgement;
    private readonly SqliteStatement _removeAcknowledgement;
    private readonly SqliteStatement _saveIncident;
    private readonly SqliteStatement _removeIncidents;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _dropMany;
    private readonly SqliteStatement _dropOld;
    private readonly SqliteStatement[] _deleteTopic;

    public SqliteActivityWriter(Func<string, SqliteStatement> prepare)
    {
        _saveAcknowledgement = prepare(
            "INSERT OR REPLACE INTO acknowledgements (topic, id, level, at, author, system, text) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _removeAcknowledgement = prepare("DELETE FROM acknowledgements WHERE topic = ?1 AND id = ?2");
        _saveIncident = prepare("INSERT OR REPLACE INTO incidents (topic, id, system, incident, url) VALUES (?1, ?2, ?3, ?4, ?5)");
        _removeIncidents = prepare("DELETE FROM incidents WHERE topic = ?1 AND id = ?2");
        _add = prepare(
            "INSERT INTO activities (topic, id, recorded, at, kind, author, system, text, incident_system, incident, incident_url) " +
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        _dropMany = prepare(
            "DELETE FROM activities WHERE topic = ?1 AND id = ?2 AND no <= " +
            "(SELECT no FROM activities WHERE topic = ?1 AND id = ?2 ORDER BY no DESC LIMIT 1 OFFSET ?3)");
        _dropOld = prepare($"DELETE FROM activities WHERE no IN (SELECT no FROM activities WHERE recorded < ?1 LIMIT {MostDropped})");
        _deleteTopic =
        [
            prepare("DELETE FROM acknowledgements WHERE topic = ?1"),
            prepare("DELETE FROM incidents WHERE topic = ?1"),
            prepare("DELETE FROM activities WHERE topic = ?1"),
        ];
    }

    public void Save(int topic, string id, Acknowledgement acknowledgement) =>
        _saveAcknowledgement.Bind(1, topic).Bind(2, id).Bind(3, (int)acknowledgement.Level).Bind(4, acknowledgement.At.UtcTicks)
            .Bind(5, acknowledgement.By).Bind(6, acknowledgement.System).Bind(7, acknowledgement.Text).Run();

    public void RemoveAcknowledgement(int topic, string id) => _removeAcknowledgement.Bind(1, topic).Bind(2, id).Run();

    public void Save(int topic, string id, IncidentReference incident) =>
        _saveIncident.Bind(1, topic).Bind(2, id).Bind(3, incident.System).Bind(4, incident.Id).Bind(5, incident.Url).Run();

    public void RemoveIncidents(int topic, string id) => _removeIncidents.Bind(1, topic).Bind(2, id).Run();

    public void Add(int topic, string id, AlertActivity activity, DateTimeOffset now, ActivityLimits limits)
    {
        _add.Bind(1, topic).Bind(2, id).Bind(3, now.UtcTicks).Bind(4, activity.At.UtcTicks).Bind(5, (int)activity.Kind)
            .Bind(6, activity.By).Bind(7, activity.System).Bind(8, activity.Text);
        if (activity.Incident is { } incident)
            _add.Bind(9, incident.System).Bind(10, incident.Id).Bind(11, incident.Url);
        else
            _add.BindNull(9).BindNull(10).BindNull(11);
        _add.Run();
        _dropMany.Bind(1, topic).Bind(2, id).Bind(3, limits.PerAlert).Run();
        _dropOld.Bind(1, (now - limits.KeptFor).UtcTicks).Run();
    }

    public void DeleteTopic(int topic)
    {
        foreach (var statement in _deleteTopic)
            statement.Bind(1, topic).Run();
    }
}
