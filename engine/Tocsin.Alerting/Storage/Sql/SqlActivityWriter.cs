using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Sql;

/// <summary>The statements that write what is done about alerts. Part of <see cref="SqlStateWriter"/>, which disposes them.</summary>
internal sealed class SqlActivityWriter
{
    /// <summary>How many old ones go with a new one: alerts wait for that.</summary>
    private const int MostDropped = 20;

    private readonly ISqlStatement _saveAcknowledgement;
    private readonly ISqlStatement _removeAcknowledgement;
    private readonly ISqlStatement _saveIncident;
    private readonly ISqlStatement _removeIncidents;
    private readonly ISqlStatement _add;
    private readonly ISqlStatement _dropMany;
    private readonly ISqlStatement _dropOld;
    private readonly ISqlStatement[] _deleteTopic;

    public SqlActivityWriter(ISqlStatements statements)
    {
        _saveAcknowledgement = statements.Save("acknowledgements", 2, "topic", "id", "level", "at", "author", "system", "text");
        _removeAcknowledgement = statements.Remove("acknowledgements", "topic", "id");
        _saveIncident = statements.Save("incidents", 4, "topic", "id", "system", "incident", "url");
        _removeIncidents = statements.Remove("incidents", "topic", "id");
        _add = statements.Add("activities", "topic", "id", "recorded", "at", "kind", "author", "system", "text", "incident_system", "incident", "incident_url");
        _dropMany = statements.Prepare(
            "DELETE FROM activities WHERE topic = ?1 AND id = ?2 AND no <= " +
            "(SELECT no FROM activities WHERE topic = ?1 AND id = ?2 ORDER BY no DESC LIMIT 1 OFFSET ?3)");
        _dropOld = statements.Prepare($"DELETE FROM activities WHERE no IN (SELECT no FROM activities WHERE recorded < ?1 LIMIT {MostDropped})");
        _deleteTopic =
        [
            statements.Remove("acknowledgements", "topic"),
            statements.Remove("incidents", "topic"),
            statements.Remove("activities", "topic"),
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
