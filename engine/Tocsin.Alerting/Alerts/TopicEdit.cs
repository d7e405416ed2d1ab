using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What can be done while nobody else changes topics; see <see cref="Topics.CommitAsync"/>.</summary>
internal sealed class TopicEdit(Topics topics, IStateStore store)
{
    /// <summary>What is to be committed.</summary>
    public JointChange Commit { get; } = new();

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
    public int Publish(string topic, AlertEvent alert) => topics.Publish(topic, alert, origin: null, Commit);

    /// <summary>Queues all of it as one commit.</summary>
    public Task Close()
    {
        if (Commit.IsEmpty)
            return store.WhenCommitted().AsTask();
        var done = Commit.Done;
        store.Enqueue(Commit);
        return done;
    }
}
