using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
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
    private readonly ITopicRecords _store;
    private readonly TopicBoard _board;
    private readonly EventPublication _publication;

    /// <summary>Restores the topics of a store, with all their events.</summary>
    public Topics(ITopicRecords store, TimeProvider time, ILogger log)
    {
        _store = store;
        _board = new TopicBoard(store, time);
        _publication = new EventPublication(_board, time, log);
    }

    /// <summary>How much of what is done about alerts is kept.</summary>
    internal ActivityLimits Limits
    {
        get => _publication.Limits;
        init => _publication.Limits = value;
    }

    /// <summary>
    /// Publishes an event: its id's state in the topic changes, and it is owed to the handlers that take it. Returns at once; the
    /// members that the topic gives an event (its name and the previous level) may be left as they are.
    /// </summary>
    /// <param name="origin">The alert node that raised it, which then answers for its recovery; null for other events.</param>
    /// <param name="evidence">What led the node to it, to be kept with the event; null for nothing.</param>
    public void Publish(string topic, AlertEvent alert, AlertOrigin? origin = null, EventEvidence? evidence = null, RaisedRow? raised = null) => Commit(
        (topic, alert, origin, evidence, raised),
        static (edit, it) =>
        {
            edit.Publish(it.topic, it.alert, it.origin);
            edit.Keep(it.alert, it.origin, it.evidence);
            edit.Note(it.raised);
        });

    /// <summary>
    /// Publishes an event of an alert node in the node's own topic and in the one its script names, in one commit: after an end in between,
    /// the node would go on from what its own topic knows, and the named one would never be told.
    /// </summary>
    public void Publish(string ownTopic, string namedTopic, AlertEvent alert, AlertOrigin origin, EventEvidence? evidence = null, RaisedRow? raised = null) => Commit(
        (ownTopic, namedTopic, alert, origin, evidence, raised),
        static (edit, it) =>
        {
            edit.Publish(it.ownTopic, it.alert, it.origin);
            edit.Publish(it.namedTopic, it.alert, it.origin);
            edit.Keep(it.alert, it.origin, it.evidence);
            edit.Note(it.raised);
        });

    /// <summary>What led to the last changes of an alert's level, the newest first; of those that are committed.</summary>
    public IReadOnlyList<EvidenceRow> EvidenceOf(string id, int limit = EvidenceRow.PerAlert) => _store.ReadEvidence(id, limit);

    /// <summary>
    /// Publishes the end of an alert that no data tells of, in the topic of its node and in the one its script names; each name may be null or
    /// empty. A topic where another node that runs has the alert open stays as it is, and that node answers for the end.
    /// </summary>
    /// <param name="origin">The node, if it runs.</param>
    public void End(string? ownTopic, string? namedTopic, AlertEvent end, AlertOrigin? origin) => Commit(
        (ownTopic, namedTopic, end, origin),
        static (edit, it) =>
        {
            if (!string.IsNullOrEmpty(it.ownTopic))
                edit.End(it.ownTopic, it.end, it.origin);
            if (!string.IsNullOrEmpty(it.namedTopic))
                edit.End(it.namedTopic, it.end, it.origin);
        });

    /// <summary>
    /// Notes that a problem of an alert node is over although no handler is told, in the node's own topic and in the one its script names.
    /// Each name may be null or empty. As with <see cref="End"/>, it is not over where another node has it open.
    /// </summary>
    public void Settle(string? ownTopic, string? namedTopic, AlertEvent recovery, AlertOrigin? origin, RaisedRow? raised = null) => Commit(
        (ownTopic, namedTopic, recovery, origin, raised),
        static (edit, it) =>
        {
            edit.Settle(it.ownTopic, it.namedTopic, it.recovery, it.origin);
            edit.Note(it.raised);
        });

    /// <summary>Notes that what an aggregate told of is over, once the topic that it gathers from has nothing open.</summary>
    internal void SettleAggregate(string source, string topic, string id) => Commit(edit =>
    {
        if (edit.Find(source) is { Level: AlertLevel.Ok } && edit.StateOf(topic, id) is { Level: not AlertLevel.Ok } open)
            edit.Settle(null, topic, open.Recovery(id), origin: null);
    });

    /// <summary>Completes when everything published so far is committed: nothing of it is lost any more.</summary>
    public ValueTask WhenCommitted() => _store.WhenCommitted();

    /// <summary>What a topic knows of an alert id, whether the topic is listed or not.</summary>
    public bool TryGetState(string topic, string id, out EventState state)
    {
        lock (_gate)
        {
            var known = _board.StateOf(topic, id);
            state = known.GetValueOrDefault();
            return known is not null;
        }
    }

    /// <summary>True when one of two topics knows any id at all. Each name may be null or empty.</summary>
    public bool KnowAny(string? ownTopic, string? namedTopic)
    {
        lock (_gate)
            return HasAny(ownTopic) || HasAny(namedTopic);

        bool HasAny(string? name) => name is not null && _board.Find(name) is { Events.Count: > 0 };
    }

    /// <summary>
    /// What an alert node goes on from when it sees a group first: the state in its own topic, else that in the named one. The two are
    /// made equal where they differ, the own one being right; null when neither knows the id. Each name may be null or empty.
    /// </summary>
    /// <param name="origin">The node, which then has open what was.</param>
    public EventState? Restore(string? ownTopic, string? namedTopic, string id, AlertOrigin? origin = null)
    {
        // Nearly all groups are new to the topics, and there may be a million of them.
        lock (_gate)
        {
            if (_board.StateOf(ownTopic, id) is null && _board.StateOf(namedTopic, id) is null)
                return null;
        }

        EventState? restored = null;
        Commit(edit =>
        {
            var own = ownTopic is null ? null : edit.StateOf(ownTopic, id);
            var named = namedTopic is null ? null : edit.StateOf(namedTopic, id);
            if (own is null && named is { } onlyNamed && !string.IsNullOrEmpty(ownTopic))
                edit.Copy(ownTopic, id, onlyNamed);
            else if (own is { } ownState && named is { } namedState && ownState.Level != namedState.Level && namedTopic is not null)
                edit.Copy(namedTopic, id, ownState);
            restored = own ?? named;
            if (origin is null || restored is not { Level: not AlertLevel.Ok })
                return;
            edit.Hold(ownTopic, id, origin);
            edit.Hold(namedTopic, id, origin);
        });
        return restored;
    }

    /// <summary>Topics by name, of at least a level, whose names match a pattern of <see cref="GoGlob"/>; an empty pattern takes all.</summary>
    public IReadOnlyList<TopicStatus> List(AlertLevel minLevel = AlertLevel.Ok, string pattern = "")
    {
        lock (_gate)
        {
            var found = new List<TopicStatus>();
            foreach (var topic in _board.All)
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
            if (_board.Find(name) is not { } topic || !topic.IsListed)
                return false;
            status = topic.Status;
            return true;
        }
    }

    /// <summary>The handlers that events are delivered to, by topic and in the order in which they were attached.</summary>
    public IReadOnlyList<ListeningHandler> Listening()
    {
        lock (_gate)
        {
            return
            [
                .. _board.All.OrderBy(topic => topic.Name, StringComparer.Ordinal).SelectMany(topic => topic.Subscriptions.OfType<Subscription.Delivered>()
                    .Select(handler => new ListeningHandler(topic.Name, handler.Target.ToString(), handler.Match?.Text ?? ""))),
            ];
        }
    }

    /// <summary>True when a handler listens to a topic.</summary>
    public bool HasListener(string name)
    {
        lock (_gate)
            return _board.Find(name) is { } topic && topic.Subscriptions.Count > 0;
    }

    /// <summary>The events of a topic by id, of at least a level; null when the topic is not there.</summary>
    public IReadOnlyList<(string Id, EventState State)>? ListEvents(string name, AlertLevel minLevel = AlertLevel.Ok)
    {
        lock (_gate)
        {
            if (_board.Find(name) is not { } topic || !topic.IsListed)
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
    /// Takes over what another server knows of a topic's ids. Where both know one, the later event holds; nobody is notified. Completes with the
    /// commit.
    /// </summary>
    /// <returns>How many were taken over.</returns>
    public async Task<int> ImportAsync(string name, IReadOnlyList<(string Id, EventState State)> events)
    {
        var taken = 0;
        await CommitAsync(edit =>
        {
            foreach (var (id, state) in events)
            {
                if (edit.StateOf(name, id) is { } known && known.UnixNanoseconds >= state.UnixNanoseconds)
                    continue;
                edit.Copy(name, id, state);
                taken++;
            }

            if (edit.Find(name) is { } topic)
                _board.List(topic, isListed: true);
        }).ConfigureAwait(false);
        return taken;
    }

    /// <summary>Lists a topic, new or with the state it is known to have.</summary>
    internal void Open(string name)
    {
        lock (_gate)
            _board.List(_board.FindOrAdd(name), isListed: true);
    }

    /// <summary>Lists a topic no longer; its state is kept, and its events are counted from zero when it is listed again.</summary>
    internal void Close(string name)
    {
        lock (_gate)
        {
            if (_board.Find(name) is not { } topic)
                return;
            _board.List(topic, isListed: false);
            topic.Collected = 0;
        }
    }

    /// <summary>Adds a handler, or puts it in the place of the one with its target. Brings the topic to life.</summary>
    /// <param name="replaced">Another whose place it takes; null when that is the one of its own target.</param>
    internal void Attach(string name, Subscription subscription, HandlerTarget? replaced = null)
    {
        lock (_gate)
        {
            var topic = _board.FindOrAdd(name);
            _board.List(topic, isListed: true);
            var index = topic.Subscriptions.FindIndex(other => other.Target == (replaced ?? subscription.Target));
            if (index < 0)
                topic.Subscriptions.Add(subscription);
            else
                topic.Subscriptions[index] = subscription;
            if (subscription is Subscription.Delivered delivered)
                _board.Notifications.Reconsider(topic, delivered);
        }
    }

    /// <summary>Takes a handler away for good: it gets no more events, and what it knows is forgotten.</summary>
    internal void Detach(HandlerTarget target) => Commit(edit =>
    {
        if (_board.Find(target.Topic) is not { } topic)
            return;
        foreach (var handler in topic.Subscriptions.OfType<Subscription.Delivered>().Where(other => other.Target == target))
            edit.Notifications.Forget(topic, handler.Queue.Target, edit.Commit);
        topic.Subscriptions.RemoveAll(other => other.Target == target);
    });

    /// <summary>Takes the handlers of a node away from its topic; those that people defined stay.</summary>
    internal void DetachNode(string name)
    {
        lock (_gate)
        {
            if (_board.Find(name) is { } topic)
                topic.Subscriptions.RemoveAll(static subscription => subscription is Subscription.Delivered { IsOfNode: true });
        }
    }

    /// <summary>Which handlers of a topic take an event, and why the others do not. Nobody is notified, and nothing is counted.</summary>
    public IReadOnlyList<ListenerVerdict> Judge(string name, AlertEvent alert)
    {
        lock (_gate)
            return [.. (_board.Find(name)?.Subscriptions ?? []).Select(subscription => subscription.Judge(alert))];
    }

    /// <summary>What became of the match expressions of handlers.</summary>
    public IReadOnlyDictionary<HandlerTarget, MatchCounters> MatchCounters()
    {
        lock (_gate)
        {
            return _board.All.SelectMany(topic => topic.Subscriptions).Where(subscription => subscription.Match is not null)
                .ToDictionary(subscription => subscription.Target, subscription => subscription.Match!.Counters); // Filtered above.
        }
    }

    /// <summary>Erases topics whose names begin with a text.</summary>
    internal void DeleteAll(string prefix) => Commit(edit =>
    {
        foreach (var topic in _board.All.Where(topic => topic.Name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
            edit.Erase(topic);
    });

    /// <summary>Gives topics whose names begin with a text new names, with all they know.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    internal void Rename(string oldPrefix, string newPrefix, JointChange commit)
    {
        lock (_gate)
            _board.Rename(oldPrefix, newPrefix, commit);
    }

    /// <summary>Looks at topics while nobody changes them.</summary>
    /// <param name="look">Called at once, under the lock: must be quick, and hand out nothing that belongs to the topics.</param>
    internal T Read<T>(Func<TopicBoard, T> look)
    {
        lock (_gate)
            return look(_board);
    }

    /// <summary>
    /// Looks at topics and publishes events while nobody else does, all of it in one commit. Completes with the commit; fails when it can
    /// never be made, and with a <see cref="StoreException"/> when it has to wait, as on a full disk: it is made later.
    /// </summary>
    /// <param name="edit">Called at once, under the lock: must be quick. When it throws, what it has published so far is committed.</param>
    public async Task CommitAsync(Action<TopicEdit> edit)
    {
        var commit = new JointChange();
        var done = commit.Done;
        Commit(commit, edit, static (open, edit) => edit(open));
        try
        {
            await _store.WhenCommitted().ConfigureAwait(false);
        }
        catch (RefusedChangeException) when (!commit.IsEmpty)
        {
            // Another change, perhaps.
        }

        if (!commit.IsEmpty)
            await done.ConfigureAwait(false);
    }

    /// <summary>The same for whoever does not wait for the commit.</summary>
    internal void Commit(Action<TopicEdit> edit) => Commit(new JointChange(), edit, static (open, edit) => edit(open));

    /// <summary>The same without an object for each call.</summary>
    /// <param name="state">What <paramref name="edit"/> works with.</param>
    private void Commit<TState>(TState state, Action<TopicEdit, TState> edit) => Commit(new JointChange(), state, edit);

    private void Commit<TState>(JointChange commit, TState state, Action<TopicEdit, TState> edit)
    {
        lock (_gate)
        {
            try
            {
                edit(new TopicEdit(_board, _publication, commit), state);
            }
            finally
            {
                // What the topics know and nobody was told would pass for a repetition ever after.
                if (!commit.IsEmpty)
                    _store.Enqueue(commit);
            }
        }
    }
}
