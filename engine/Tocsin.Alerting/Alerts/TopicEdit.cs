using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What can be done while nobody else changes topics; see <see cref="Topics.CommitAsync"/>. Of no use afterwards.</summary>
public readonly struct TopicEdit
{
    private readonly TopicBoard _board;
    private readonly EventPublication _publication;

    /// <param name="commit">Gets what is to be committed.</param>
    internal TopicEdit(TopicBoard board, EventPublication publication, JointChange commit)
    {
        _board = board;
        _publication = publication;
        Commit = commit;
    }

    /// <summary>What is committed together; more may be added.</summary>
    public JointChange Commit { get; }

    /// <summary>How much of what is done about alerts is kept.</summary>
    public ActivityLimits Limits => _publication.Limits;

    /// <summary>Which alerts changed last.</summary>
    internal TopicChanges Changes => _board.Changes;

    /// <summary>What handlers are notified of, and when.</summary>
    internal Notifications Notifications => _board.Notifications;

    /// <summary>A topic, listed or not, or null.</summary>
    internal Topic? Find(string topic) => _board.Find(topic);

    /// <summary>The place of an alert.</summary>
    internal bool TryFind(string name, string id, [NotNullWhen(true)] out Topic? topic, [NotNullWhen(true)] out TopicEvent? place) =>
        _board.TryFind(name, id, out topic, out place);

    /// <summary>What a topic knows of an id; null when it knows nothing.</summary>
    public EventState? StateOf(string topic, string id) => _board.StateOf(topic, id);

    /// <summary>The topics that know an id.</summary>
    public List<(string Topic, EventState State)> TopicsKnowing(string id)
    {
        var found = new List<(string Topic, EventState State)>();
        foreach (var topic in _board.All)
        {
            if (topic.Events.TryGetValue(id, out var place))
                found.Add((topic.Name, place.State));
        }

        return found;
    }

    /// <summary>The alerts that an incident is linked to.</summary>
    public List<(string Topic, string Id, EventState State)> AlertsOf(IncidentReference incident)
    {
        var found = new List<(string Topic, string Id, EventState State)>();
        foreach (var topic in _board.All)
        {
            foreach (var place in topic.Events.Values)
            {
                if (place.Care is { } care && care.Incidents.Any(known => known.System == incident.System && known.Id == incident.Id))
                    found.Add((topic.Name, place.Id, place.State));
            }
        }

        return found;
    }

    /// <summary>Publishes an event, as <see cref="Topics.Publish(string, AlertEvent, AlertOrigin?, EventEvidence?, RaisedRow?)"/> does.</summary>
    /// <returns>How many handlers get the event that can do their work.</returns>
    public int Publish(string topic, AlertEvent alert, AlertOrigin? origin = null) => _publication.Publish(topic, alert, origin, Commit);

    /// <summary>Notes how far the events of a group are committed; nothing happens where nobody wants to know.</summary>
    internal void Note(RaisedRow? raised)
    {
        if (raised is not null)
            Commit.Add(new RaisedChange(raised));
    }

    /// <summary>Keeps what led to an event; nothing happens where nothing is known of that.</summary>
    internal void Keep(AlertEvent alert, AlertOrigin? origin, EventEvidence? evidence)
    {
        if (origin is not null && evidence is not null)
            Commit.Add(_publication.Evidence(alert, origin, evidence));
    }

    /// <summary>Publishes the end of an alert that no data tells of, except in topics where another node has the alert open.</summary>
    public void End(string topic, AlertEvent end, AlertOrigin? origin) => _publication.End(topic, end, origin, Commit);

    /// <summary>Erases the events and the level of a topic and no longer lists it. Handlers stay: they get the events that bring it to life again.</summary>
    internal void Erase(Topic topic) => _board.Erase(topic, Commit);

    /// <summary>Notes that a node has an alert open; nothing happens where the topic does not know it.</summary>
    internal void Hold(string? name, string id, AlertOrigin node)
    {
        if (name is not null && _board.TryFind(name, id, out _, out var place))
            place.Hold(node, isOpen: true);
    }

    /// <summary>Notes that a problem is over, as <see cref="Topics.Settle"/> does.</summary>
    public void Settle(string? ownTopic, string? namedTopic, AlertEvent recovery, AlertOrigin? origin)
    {
        var settlement = new Settlement(_board, _publication, recovery, origin, Commit);
        settlement.Visit(ownTopic, origin);
        settlement.Visit(namedTopic, origin);
    }

    /// <summary>Gives an id the state it has in another topic.</summary>
    public void Copy(string topic, string id, EventState state) => _publication.Copy(topic, id, state, Commit);

    /// <summary>Forgets an alert that nobody needs any more; nothing happens when that is not so.</summary>
    public void Forget(string name, string id)
    {
        if (!_board.TryFind(name, id, out var topic, out var place) || !place.IsOver)
            return;
        topic.Remove(place);
        var number = topic.Number;
        Commit.Add(writer => writer.RemoveEvent(number, id));
    }
}
