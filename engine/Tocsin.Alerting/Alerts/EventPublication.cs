using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Storage.Commits;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Alerting.Tracing;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>Events on their way through topics, one after the other. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class EventPublication(TopicBoard board, TimeProvider time, ILogger log)
{
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);
    private bool _leavesHeld;

    /// <summary>How much of what is done about alerts is kept.</summary>
    public ActivityLimits Limits { get; set; } = new();

    /// <summary>Publishes an event in a topic and in those it publishes on to.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    /// <returns>How many handlers get the event that can do their work.</returns>
    public int Publish(string topic, AlertEvent alert, AlertOrigin? origin, JointChange commit)
    {
        _onTheWay.Clear();
        return Publish(topic, alert, origin, origin, carried: null, commit);
    }

    /// <summary>The same for the end of an alert that no data tells of: a topic where another node has the alert open goes on with that.</summary>
    public void End(string topic, AlertEvent end, AlertOrigin? origin, JointChange commit)
    {
        _leavesHeld = true;
        try
        {
            Publish(topic, end, origin, commit);
        }
        finally
        {
            _leavesHeld = false;
        }
    }

    /// <summary>Makes another node that has an alert open answer for its end; false when there is none.</summary>
    /// <param name="from">The node that has it open no longer.</param>
    public bool TryHandOver(string name, string id, AlertOrigin? from, JointChange commit)
    {
        if (!board.TryFind(name, id, out var topic, out var place))
            return false;
        if (from is not null)
            place.Hold(from, isOpen: false);
        if (place.State.Level == AlertLevel.Ok || place.HolderBesides(from) is not { } holder)
            return false;
        var number = topic.Number;
        commit.Add(writer => writer.HandOverOpenAlert(number, id, holder));
        return true;
    }

    /// <summary>Gives an id the state of an event, which nobody is owed yet.</summary>
    /// <param name="origin">Who answers for its recovery in this topic.</param>
    /// <param name="by">The node that raised it, in this topic or in one that publishes on to it.</param>
    public EventChange Change(Topic topic, AlertEvent alert, EventState? before, AlertOrigin? origin, AlertOrigin? by, JointChange commit)
    {
        var place = topic.Set(alert.Id, new EventState
        {
            Level = alert.Level,
            UnixNanoseconds = alert.UnixNanoseconds,
            DurationNanoseconds = alert.DurationNanoseconds,
            Message = alert.Message,
            Details = alert.Details,
        });

        board.Changes.Note(topic.Name, alert.Id);
        if (by is not null)
            place.Hold(by, alert.Level != AlertLevel.Ok);
        var now = time.GetUtcNow();
        var settle = place.Settle(topic.Number, before?.Level ?? AlertLevel.Ok, now, Limits);
        alert = CareRules.WithIncidents(alert, place.Care);
        place.Expect(alert);
        var change = new EventChange(topic.Number, place, alert, origin, now.ToUnixTimeMilliseconds());
        commit.Add(change);
        if (settle is not null)
            commit.Add(settle);
        return change;
    }

    /// <summary>What led to an event, to be committed with it.</summary>
    public EvidenceChange Evidence(AlertEvent alert, AlertOrigin origin, EventEvidence evidence) =>
        new(alert, origin, evidence, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Gives an id the state it has in another topic.</summary>
    public void Copy(string topic, string id, EventState state, JointChange commit)
    {
        var copy = board.FindOrAdd(topic);
        var before = board.StateOf(topic, id)?.Level ?? AlertLevel.Ok;
        var place = copy.Set(id, state);
        board.Changes.Note(topic, id);
        var number = copy.Number;
        commit.Add(writer => writer.SaveEvent(number, id, state));
        if (place.Settle(number, before, time.GetUtcNow(), Limits) is { } settle)
            commit.Add(settle);
        DropIfOver(copy, place, commit);
    }

    private int Publish(string name, AlertEvent alert, AlertOrigin? origin, AlertOrigin? by, EventState? carried, JointChange commit)
    {
        if (_leavesHeld && TryHandOver(name, alert.Id, by, commit))
            return 0;
        _onTheWay.Add(name);
        var topic = board.FindOrAdd(name);
        board.List(topic, isListed: true);
        topic.Collected++;
        var before = topic.Events.TryGetValue(alert.Id, out var known) ? known.State : carried;
        alert = alert with { Topic = name, PreviousLevel = before?.Level ?? AlertLevel.Ok };
        var change = Change(topic, alert, before, origin, by, commit);
        Traces.Note(change.Event);
        var place = topic.Events[alert.Id];
        var listeners = 0;
        for (var i = 0; i < topic.Subscriptions.Count; i++)
            listeners += Hand(topic, place, before, topic.Subscriptions[i], change, by, commit);
        board.Notifications.Opened(change.Event, time.GetUtcNow());
        DropIfOver(topic, place, commit);
        _onTheWay.Remove(name);
        return listeners;
    }

    /// <summary>Of an alert that is over nobody has to hear more, such as handlers that are gone, and no silence lasts for it.</summary>
    public void DropIfOver(Topic topic, TopicEvent place, JointChange commit)
    {
        if (place.State.Level != AlertLevel.Ok)
            return;
        if (place.Known.Count > 0)
            board.Notifications.ForgetAll(topic, place, commit);
        if (board.Notifications.Silences.HasUntilResolved)
            board.Notifications.Resolved(topic.Name, place.Id, time.GetUtcNow(), commit);
    }

    private int Hand(Topic topic, TopicEvent place, EventState? before, Subscription subscription, EventChange change, AlertOrigin? by, JointChange commit)
    {
        if (!subscription.Takes(change.Event, log, time))
        {
            if (subscription is Subscription.Delivered { Pace: not null } paced)
                board.Notifications.NotTaken(topic, place, change.Event.Level, before?.Level ?? AlertLevel.Ok, paced, commit);
            return 0;
        }

        var listeners = 0;
        switch (subscription)
        {
            case Subscription.Delivered delivered:
                if (board.Notifications.WhyKept(topic, place, change.Event, before?.Level ?? AlertLevel.Ok, delivered, time.GetUtcNow(), commit) is { } why)
                    change.Keep(delivered.Queue, why);
                else
                    change.Owe(delivered.Queue);
                listeners = delivered.Queue.CanDeliver ? 1 : 0;
                break;
            case Subscription.Published published:
                foreach (var further in published.Topics)
                    listeners += PublishOn(further, change.Event, by, before, published, commit);
                break;
        }

        return listeners;
    }

    private int PublishOn(string topic, AlertEvent alert, AlertOrigin? by, EventState? before, Subscription subscription, JointChange commit)
    {
        // The recovery comes the same way: only the first topic must know where from.
        if (!_onTheWay.Contains(topic))
            return Publish(topic, alert, origin: null, by, before, commit);

        AlertLog.PublishCircle(log, subscription.Target.ToString(), topic, alert.Id);
        return 0;
    }
}
