using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What can be done while nobody else changes topics; see <see cref="Topics.CommitAsync"/>.</summary>
internal sealed class TopicEdit(Topics topics, IStateStore store)
{
    private readonly List<StateChange> _changes = [];

    /// <summary>What a topic knows of an id; null when it knows nothing.</summary>
    public EventState? StateOf(string topic, string id) => topics.StateOf(topic, id);

    /// <summary>The topics that know an id.</summary>
    public List<(string Topic, EventState State)> Find(string id)
    {
        var found = new List<(string Topic, EventState State)>();
        foreach (var topic in topics.All)
        {
            if (topic.Events.TryGetValue(id, out var place))
                found.Add((topic.Name, place.State));
        }

        return found;
    }

    /// <summary>The alerts that an incident is linked to.</summary>
    public List<(string Topic, string Id, EventState State)> Find(IncidentReference incident)
    {
        var found = new List<(string Topic, string Id, EventState State)>();
        foreach (var topic in topics.All)
        {
            foreach (var place in topic.Events.Values)
            {
                if (place.Care is { } care && care.Incidents.Any(known => known.System == incident.System && known.Id == incident.Id))
                    found.Add((topic.Name, place.Id, place.State));
            }
        }

        return found;
    }

    /// <summary>Publishes an event, as <see cref="Topics.Collect(string, AlertEvent, AlertOrigin?)"/> does.</summary>
    /// <returns>How many handlers get the event that can do their work.</returns>
    public int Publish(string topic, AlertEvent alert)
    {
        var change = topics.Begin(topic, alert, origin: null);
        Add(change);
        return change.Listeners;
    }

    /// <summary>Commits a change after what was added before.</summary>
    public void Add(StateChange change) => _changes.Add(change);

    /// <summary>Commits something else together with the events.</summary>
    public void Also(Action<IStateWriter> apply) => Add(new SingleChange(apply));

    /// <summary>Queues all of it as one commit.</summary>
    public Task Close()
    {
        if (_changes.Count == 0)
            return store.WhenCommitted().AsTask();
        var last = new SingleChange(static _ => { });
        store.Enqueue(new JointChange([.. _changes, last]));
        return last.Done;
    }
}
