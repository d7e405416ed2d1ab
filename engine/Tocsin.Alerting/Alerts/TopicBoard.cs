using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Alerting.Alerts;

/// <summary>All topics by name, listed or not, with their numbers in the store. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class TopicBoard
{
    private readonly ITopicRecords _store;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private int _lastNumber;

    /// <summary>Restores the topics of a store, with all their events.</summary>
    public TopicBoard(ITopicRecords store, TimeProvider time)
    {
        _store = store;
        _time = time;
        Notifications = new Notifications(new SteadyTime(time));
        foreach (var (target, times) in store.LoadSent())
            Notifications.Sent.Restore(target, times, Notifications.Now);
        var byNumber = new Dictionary<int, Topic>();
        foreach (var (number, name) in store.LoadTopics())
        {
            _lastNumber = Math.Max(_lastNumber, number);
            byNumber[number] = _topics[name] = new Topic(number, name) { IsListed = true };
        }

        store.LoadEvents((number, id, state) =>
        {
            if (byNumber.TryGetValue(number, out var topic))
                topic.Set(id, state);
        });
        store.LoadKnownAlerts((number, id, row) =>
        {
            if (byNumber.TryGetValue(number, out var topic) && topic.Events.TryGetValue(id, out var place))
                Notifications.Restore(topic, place, row);
        });
        store.LoadAcknowledgements((number, id, given) => Care(byNumber, number, id, care => care with { Acknowledgement = given }));
        store.LoadIncidents((number, id, incident) => Care(byNumber, number, id, care => care.With(incident)));
    }

    public IEnumerable<Topic> All => _topics.Values;

    /// <summary>Which alerts changed last.</summary>
    public TopicChanges Changes { get; } = new();

    /// <summary>What handlers are notified of, and when.</summary>
    public Notifications Notifications { get; }

    /// <summary>A topic, listed or not, or null.</summary>
    public Topic? Find(string name) => _topics.GetValueOrDefault(name);

    /// <summary>The place of an alert.</summary>
    public bool TryFind(string name, string id, [NotNullWhen(true)] out Topic? topic, [NotNullWhen(true)] out TopicEvent? place)
    {
        place = null;
        return _topics.TryGetValue(name, out topic) && topic.Events.TryGetValue(id, out place);
    }

    /// <summary>What a topic knows of an id, or null.</summary>
    public EventState? StateOf(string? name, string id) => name is not null && TryFind(name, id, out _, out var place) ? place.State : null;

    /// <summary>A topic that is kept in the store, made when it is not there.</summary>
    public Topic FindOrAdd(string name)
    {
        if (!_topics.TryGetValue(name, out var topic))
            _topics.Add(name, topic = new Topic(0, name));
        if (topic.Number == 0)
        {
            // A commit of its own: should the one of its first event be refused, later ones still find their topic after a restart.
            var number = topic.Number = ++_lastNumber;
            _store.Enqueue(new WrittenChange(writer => writer.SaveTopic(number, name)));
        }

        return topic;
    }

    /// <summary>Shows a topic with all it knows, or hides it.</summary>
    public void List(Topic topic, bool isListed)
    {
        if (topic.IsListed != isListed && topic.Events.Count > 0)
            Changes.NoteAll();
        topic.IsListed = isListed;
    }

    /// <summary>Erases the events and the level of a topic and no longer lists it; handlers stay.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    public void Erase(Topic topic, JointChange commit)
    {
        foreach (var place in topic.Events.Values)
        {
            Notifications.Drop(topic, place);
            Notifications.Resolved(topic.Name, place.Id, _time.GetUtcNow(), commit);
        }

        topic.Clear();
        topic.IsListed = false;
        Changes.NoteAll();
        if (topic.Number == 0)
            return;
        var number = topic.Number;
        topic.Number = 0;
        commit.Add(writer => writer.DeleteTopic(number));
    }

    /// <summary>Gives topics whose names begin with a text new names, with all they know.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    public void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        Changes.NoteAll();
        foreach (var old in _topics.Keys.Where(name => name.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
        {
            var topic = _topics[old];
            Rename(topic, oldPrefix, newPrefix, commit);
            var (number, name) = (topic.Number, topic.Name);
            if (number != 0)
                commit.Add(writer => writer.SaveTopic(number, name));
        }
    }

    private void Rename(Topic topic, string oldPrefix, string newPrefix, JointChange commit)
    {
        _topics.Remove(topic.Name);
        topic.Name = newPrefix + topic.Name[oldPrefix.Length..];
        foreach (var subscription in topic.Subscriptions)
            subscription.Target = subscription.Target with { Topic = newPrefix + subscription.Target.Topic[oldPrefix.Length..] };
        if (_topics.Remove(topic.Name, out var replaced))
        {
            // Handlers that wait for the topic of this name are served by the one that has it now.
            topic.Subscriptions.AddRange(replaced.Subscriptions.Where(waiting => topic.Subscriptions.TrueForAll(own => own.Target != waiting.Target)));
            Erase(replaced, commit);
        }

        _topics.Add(topic.Name, topic);
    }

    private static void Care(Dictionary<int, Topic> topics, int number, string id, Func<AlertCare, AlertCare> change)
    {
        if (topics.TryGetValue(number, out var topic) && topic.Events.TryGetValue(id, out var place))
            place.Care = change(place.Care ?? AlertCare.None);
    }
}
