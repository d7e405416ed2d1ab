using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// All topics: their events, their levels and who listens. Safe for any thread.
/// <para>
/// One lock guards them all. Events are published on from topic to topic, in circles too, which rules out a lock for each; and what
/// happens under the lock takes about a microsecond, as storage and handlers come later.
/// </para>
/// </summary>
public sealed class Topics
{
    private readonly Lock _gate = new();
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, Topic> _topics = new(StringComparer.Ordinal);
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);
    private int _lastNumber;

    /// <summary>Takes up the topics of a store, with all their events.</summary>
    public Topics(IStateStore store, TimeProvider time, ILogger log)
    {
        _store = store;
        _time = time;
        _log = log;
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
        store.LoadAcknowledgements((number, id, given) => Care(byNumber, number, id, care => care with { Acknowledgement = given }));
        store.LoadIncidents((number, id, incident) => Care(byNumber, number, id, care => care.With(incident)));
    }

    /// <summary>Guards all topics.</summary>
    internal Lock Gate => _gate;

    /// <summary>How much of what is done about alerts is kept.</summary>
    internal ActivityLimits Limits { get; init; } = new();

    /// <summary>All topics, listed or not. To be used under <see cref="Gate"/>.</summary>
    internal IEnumerable<Topic> All => _topics.Values;

    /// <summary>
    /// Publishes an event: its id's state in the topic changes, and it is owed to the handlers that take it. Returns at once; the
    /// members that the topic gives an event (its name and the previous level) may be left as they are.
    /// </summary>
    /// <param name="origin">The alert node that raised it, which then answers for its recovery; null for other events.</param>
    public void Collect(string topic, AlertEvent alert, AlertOrigin? origin = null) => Collect(topic, alert, origin, also: null);

    /// <summary>
    /// Publishes an event of an alert node in the node's own topic and in the one its script names, in one commit: after an end in between,
    /// the node would go on from what its own topic knows, and the named one would never be told.
    /// </summary>
    internal void Collect(string ownTopic, string namedTopic, AlertEvent alert, AlertOrigin origin)
    {
        lock (_gate)
        {
            var commit = new JointChange();
            Publish(ownTopic, alert, origin, commit);
            Publish(namedTopic, alert, origin, commit);
            _store.Enqueue(commit);
        }
    }

    /// <summary>
    /// Notes that a problem of an alert node is over although no handler is told, in the node's own topic and in the one its script names.
    /// Each name may be null or empty.
    /// </summary>
    internal void Settle(string? ownTopic, string? namedTopic, AlertEvent recovery, AlertOrigin? origin)
    {
        lock (_gate)
        {
            var commit = new JointChange();
            var settlement = new Settlement(this, recovery, commit);
            settlement.Visit(ownTopic, origin);
            settlement.Visit(namedTopic, origin);
            if (!commit.IsEmpty)
                _store.Enqueue(commit);
        }
    }

    /// <summary>Notes that what an aggregate told of is over, once the topic that it gathers from has nothing open.</summary>
    internal void SettleAggregate(string source, string topic, string id)
    {
        lock (_gate)
        {
            if (_topics.TryGetValue(source, out var from) && from.Level == AlertLevel.Ok && StateOf(topic, id) is { Level: not AlertLevel.Ok } open)
                Settle(null, topic, open.Recovery(id), origin: null);
        }
    }

    /// <summary>Completes when everything published so far is committed: nothing of it is lost any more.</summary>
    public ValueTask WhenCommitted() => _store.WhenCommitted();

    /// <summary>What a topic knows of an alert id, whether the topic is listed or not.</summary>
    public bool TryGetState(string topic, string id, out EventState state)
    {
        lock (_gate)
        {
            state = default;
            if (!_topics.TryGetValue(topic, out var found) || !found.Events.TryGetValue(id, out var place))
                return false;
            state = place.State;
            return true;
        }
    }

    /// <summary>
    /// What an alert node goes on from when it sees a group first: the state in its own topic, else that in the named one. The two are
    /// made equal where they differ, the own one being right; null when neither knows the id. Each name may be null or empty.
    /// </summary>
    public EventState? Restore(string? ownTopic, string? namedTopic, string id)
    {
        lock (_gate)
        {
            var own = StateOf(ownTopic, id);
            var named = StateOf(namedTopic, id);
            if (own is null && named is { } onlyNamed && !string.IsNullOrEmpty(ownTopic))
                Copy(ownTopic, id, onlyNamed);
            else if (own is { } ownState && named is { } namedState && ownState.Level != namedState.Level && namedTopic is not null)
                Copy(namedTopic, id, ownState);
            return own ?? named;
        }
    }

    /// <summary>Topics by name, of at least a level, whose names match a pattern of <see cref="GoGlob"/>; an empty pattern takes all.</summary>
    public IReadOnlyList<TopicStatus> List(AlertLevel minLevel = AlertLevel.Ok, string pattern = "")
    {
        lock (_gate)
        {
            var found = new List<TopicStatus>();
            foreach (var topic in _topics.Values)
            {
                if (topic.IsListed && topic.Level >= minLevel && (pattern.Length == 0 || (GoGlob.TryMatch(pattern, topic.Name, out var isMatch) && isMatch)))
                    found.Add(topic.Status);
            }

            found.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
            return found;
        }
    }

    /// <summary>One topic; false when it is not there.</summary>
    public bool TryGet(string name, out TopicStatus status)
    {
        lock (_gate)
        {
            status = default;
            if (!_topics.TryGetValue(name, out var topic) || !topic.IsListed)
                return false;
            status = topic.Status;
            return true;
        }
    }

    /// <summary>True when a handler listens to a topic.</summary>
    public bool HasListener(string name)
    {
        lock (_gate)
            return _topics.TryGetValue(name, out var topic) && topic.Subscriptions.Count > 0;
    }

    /// <summary>The events of a topic by id, of at least a level; null when the topic is not there.</summary>
    public IReadOnlyList<(string Id, EventState State)>? ListEvents(string name, AlertLevel minLevel = AlertLevel.Ok)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(name, out var topic) || !topic.IsListed)
                return null;
            var events = new List<(string Id, EventState State)>();
            foreach (var (id, place) in topic.Events)
            {
                if (place.State.Level >= minLevel)
                    events.Add((id, place.State));
            }

            events.Sort(static (left, right) => string.CompareOrdinal(left.Id, right.Id));
            return events;
        }
    }

    /// <summary>
    /// Erases the events and the level of a topic and no longer lists it. Handlers stay: they get the events that bring it to life again.
    /// </summary>
    public void Delete(string name)
    {
        lock (_gate)
        {
            if (_topics.TryGetValue(name, out var topic))
                Erase(topic);
        }
    }

    /// <summary>A topic, listed or not, or null. To be used under <see cref="Gate"/>.</summary>
    internal Topic? Known(string name) => _topics.GetValueOrDefault(name);

    /// <summary>The place of an alert. To be used under <see cref="Gate"/>.</summary>
    internal bool TryFind(string name, string id, [NotNullWhen(true)] out Topic? topic, [NotNullWhen(true)] out TopicEvent? place)
    {
        place = null;
        return _topics.TryGetValue(name, out topic) && topic.Events.TryGetValue(id, out place);
    }

    /// <summary>What a topic knows of an id, or null. To be used under <see cref="Gate"/>.</summary>
    internal EventState? StateOf(string? name, string id) =>
        name is not null && _topics.TryGetValue(name, out var topic) && topic.Events.TryGetValue(id, out var place) ? place.State : null;

    /// <summary>Lists a topic, new or with the state it is known to have.</summary>
    internal void Open(string name)
    {
        lock (_gate)
            Find(name).IsListed = true;
    }

    /// <summary>Lists a topic no longer; its state is kept, and what it collects is counted anew.</summary>
    internal void Close(string name)
    {
        lock (_gate)
        {
            if (!_topics.TryGetValue(name, out var topic))
                return;
            topic.IsListed = false;
            topic.Collected = 0;
        }
    }

    /// <summary>Adds a handler, or puts it in the place of the one with its name. Brings the topic to life.</summary>
    internal void Attach(string name, Subscription subscription)
    {
        lock (_gate)
        {
            var topic = Find(name);
            topic.IsListed = true;
            var index = topic.Subscriptions.FindIndex(other => other.Name == subscription.Name);
            if (index < 0)
                topic.Subscriptions.Add(subscription);
            else
                topic.Subscriptions[index] = subscription;
        }
    }

    /// <summary>Takes a handler away: it gets no more events.</summary>
    internal void Detach(string name, string subscription)
    {
        lock (_gate)
        {
            if (_topics.TryGetValue(name, out var topic))
                topic.Subscriptions.RemoveAll(other => other.Name == subscription);
        }
    }

    /// <summary>Takes the handlers of a node away from its topic; those that people defined stay.</summary>
    internal void DetachNode(string name)
    {
        lock (_gate)
        {
            if (_topics.TryGetValue(name, out var topic))
                topic.Subscriptions.RemoveAll(static subscription => subscription is Subscription.Delivered { IsOfNode: true });
        }
    }

    /// <summary>What became of the match expressions of handlers, by the handler's target: <c>topic/handler</c>.</summary>
    public IReadOnlyDictionary<string, MatchCounters> MatchCounters()
    {
        lock (_gate)
        {
            return _topics.Values.SelectMany(topic => topic.Subscriptions).Where(subscription => subscription.Match is not null)
                .ToDictionary(subscription => subscription.Name, subscription => subscription.Match!.Counters, StringComparer.Ordinal); // Filtered above.
        }
    }

    /// <summary>Gives topics whose names begin with a text new names, with all they know.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        lock (_gate)
        {
            foreach (var old in _topics.Keys.Where(name => name.StartsWith(oldPrefix, StringComparison.Ordinal)).ToArray())
            {
                var topic = _topics[old];
                Rename(topic, oldPrefix, newPrefix);
                var (number, name) = (topic.Number, topic.Name);
                if (number != 0)
                    commit.Add(writer => writer.SaveTopic(number, name));
            }
        }
    }

    /// <summary>Erases topics whose names begin with a text.</summary>
    internal void DeleteAll(string prefix)
    {
        lock (_gate)
        {
            foreach (var topic in _topics.Values.Where(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal)))
                Erase(topic);
        }
    }

    /// <summary>Publishes an event and commits something else together with it.</summary>
    internal void Collect(string topic, AlertEvent alert, AlertOrigin? origin, Action<IStateWriter>? also)
    {
        lock (_gate)
        {
            var commit = new JointChange();
            Publish(topic, alert, origin, commit);
            if (also is not null)
                commit.Add(also);
            _store.Enqueue(commit);
        }
    }

    /// <summary>
    /// Looks at topics and publishes events while nobody else does, all of it in one commit. Completes with the commit; fails when it can
    /// never be made.
    /// </summary>
    /// <param name="edit">Called at once, under the lock: must be quick. When it throws, what it has published so far is committed.</param>
    internal Task CommitAsync(Action<TopicEdit> edit)
    {
        lock (_gate)
        {
            var open = new TopicEdit(this, _store);
            try
            {
                edit(open);
            }
            catch
            {
                // The topics know it already: what they know and nobody was told would pass for a repetition ever after.
                _ = open.Close();
                throw;
            }

            return open.Close();
        }
    }

    /// <summary>Gives an id the state of an event, which nobody is owed yet. To be used under <see cref="Gate"/>.</summary>
    internal EventChange Change(Topic topic, AlertEvent alert, EventState? before, AlertOrigin? origin, JointChange commit)
    {
        var place = topic.Set(alert.Id, new EventState
        {
            Level = alert.Level,
            UnixNanoseconds = alert.UnixNanoseconds,
            DurationNanoseconds = alert.DurationNanoseconds,
            Message = alert.Message,
            Details = alert.Details,
        });

        var now = _time.GetUtcNow();
        var settle = CareRules.Settle(topic.Number, place, before?.Level ?? AlertLevel.Ok, now, Limits);
        alert = CareRules.WithIncidents(alert, place.Care);
        place.Expect(alert);
        var change = new EventChange(topic.Number, place, alert, origin, now.ToUnixTimeMilliseconds());
        commit.Add(change);
        if (settle is not null)
            commit.Add(settle);
        return change;
    }

    /// <summary>Publishes an event in a topic and in those it publishes on to. To be used under <see cref="Gate"/>.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    /// <returns>How many handlers get the event that can do their work.</returns>
    internal int Publish(string topic, AlertEvent alert, AlertOrigin? origin, JointChange commit)
    {
        _onTheWay.Clear();
        return Publish(topic, alert, origin, carried: null, commit);
    }

    private int Publish(string name, AlertEvent alert, AlertOrigin? origin, EventState? carried, JointChange commit)
    {
        _onTheWay.Add(name);
        var topic = Find(name);
        topic.IsListed = true;
        topic.Collected++;
        var before = topic.Events.TryGetValue(alert.Id, out var known) ? known.State : carried;
        alert = alert with { Topic = name, PreviousLevel = before?.Level ?? AlertLevel.Ok };
        var change = Change(topic, alert, before, origin, commit);
        var listeners = 0;
        for (var i = 0; i < topic.Subscriptions.Count; i++)
            listeners += Hand(before, topic.Subscriptions[i], change, commit);
        _onTheWay.Remove(name);
        return listeners;
    }

    private int Hand(EventState? before, Subscription subscription, EventChange change, JointChange commit)
    {
        if (!subscription.Takes(change.Event, _log, _time))
            return 0;

        var listeners = 0;
        switch (subscription)
        {
            case Subscription.Delivered delivered:
                change.Owe(delivered.Queue);
                listeners = delivered.Queue.CanDeliver ? 1 : 0;
                break;
            case Subscription.Published published:
                foreach (var topic in published.Topics)
                    listeners += PublishOn(topic, change.Event, before, published, commit);
                break;
        }

        return listeners;
    }

    private int PublishOn(string topic, AlertEvent alert, EventState? before, Subscription subscription, JointChange commit)
    {
        // The recovery comes the same way: only the first topic must know where from.
        if (!_onTheWay.Contains(topic))
            return Publish(topic, alert, origin: null, before, commit);

        AlertLog.PublishCircle(_log, subscription.Name, topic, alert.Id);
        return 0;
    }

    private Topic Find(string name)
    {
        if (!_topics.TryGetValue(name, out var topic))
            _topics.Add(name, topic = new Topic(0, name));
        if (topic.Number == 0)
        {
            var number = topic.Number = ++_lastNumber;
            _ = _store.CommitAsync(writer => writer.SaveTopic(number, name));
        }

        return topic;
    }

    private void Erase(Topic topic)
    {
        topic.Clear();
        topic.IsListed = false;
        if (topic.Number == 0)
            return;
        var number = topic.Number;
        topic.Number = 0;
        _ = _store.CommitAsync(writer => writer.DeleteTopic(number));
    }

    private void Rename(Topic topic, string oldPrefix, string newPrefix)
    {
        _topics.Remove(topic.Name);
        topic.Name = newPrefix + topic.Name[oldPrefix.Length..];
        foreach (var subscription in topic.Subscriptions)
            subscription.Name = newPrefix + subscription.Name[oldPrefix.Length..];
        if (_topics.Remove(topic.Name, out var replaced))
        {
            // Handlers that wait for the topic of this name are served by the one that has it now.
            topic.Subscriptions.AddRange(replaced.Subscriptions.Where(waiting => topic.Subscriptions.TrueForAll(own => own.Name != waiting.Name)));
            Erase(replaced);
        }

        _topics.Add(topic.Name, topic);
    }

    private void Copy(string name, string id, EventState state)
    {
        var topic = Find(name);
        var before = StateOf(name, id)?.Level ?? AlertLevel.Ok;
        var place = topic.Set(id, state);
        var number = topic.Number;
        var settle = CareRules.Settle(number, place, before, _time.GetUtcNow(), Limits);
        _ = _store.CommitAsync(writer =>
        {
            writer.SaveEvent(number, id, state);
            settle?.Invoke(writer);
        });
    }

    private static void Care(Dictionary<int, Topic> topics, int number, string id, Func<AlertCare, AlertCare> change)
    {
        if (topics.TryGetValue(number, out var topic) && topic.Events.TryGetValue(id, out var place))
            place.Care = change(place.Care ?? AlertCare.None);
    }
}
