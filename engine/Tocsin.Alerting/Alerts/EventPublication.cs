using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>Events on their way through topics, one after the other. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class EventPublication(TopicBoard board, TimeProvider time, ILogger log)
{
    private readonly HashSet<string> _onTheWay = new(StringComparer.Ordinal);

    /// <summary>How much of what is done about alerts is kept.</summary>
    public ActivityLimits Limits { get; set; } = new();

    /// <summary>Publishes an event in a topic and in those it publishes on to.</summary>
    /// <param name="commit">Gets what is to be committed.</param>
    /// <returns>How many handlers get the event that can do their work.</returns>
    public int Publish(string topic, AlertEvent alert, AlertOrigin? origin, JointChange commit)
    {
        _onTheWay.Clear();
        return Publish(topic, alert, origin, carried: null, commit);
    }

    /// <summary>Gives an id the state of an event, which nobody is owed yet.</summary>
    public EventChange Change(Topic topic, AlertEvent alert, EventState? before, AlertOrigin? origin, JointChange commit)
    {
        var place = topic.Set(alert.Id, new EventState
        {
            Level = alert.Level,
            UnixNanoseconds = alert.UnixNanoseconds,
            DurationNanoseconds = alert.DurationNanoseconds,
            Message = alert.Message,
            Details = alert.Details,
        });

        var now = time.GetUtcNow();
        var settle = CareRules.Settle(topic.Number, place, before?.Level ?? AlertLevel.Ok, now, Limits);
        alert = CareRules.WithIncidents(alert, place.Care);
        place.Expect(alert);
        var change = new EventChange(topic.Number, place, alert, origin, now.ToUnixTimeMilliseconds());
        commit.Add(change);
        if (settle is not null)
            commit.Add(settle);
        return change;
    }

    /// <summary>Gives an id the state it has in another topic.</summary>
    public void Copy(string topic, string id, EventState state, JointChange commit)
    {
        var copy = board.FindOrAdd(topic);
        var before = board.StateOf(topic, id)?.Level ?? AlertLevel.Ok;
        var place = copy.Set(id, state);
        var number = copy.Number;
        commit.Add(writer => writer.SaveEvent(number, id, state));
        if (CareRules.Settle(number, place, before, time.GetUtcNow(), Limits) is { } settle)
            commit.Add(settle);
    }

    private int Publish(string name, AlertEvent alert, AlertOrigin? origin, EventState? carried, JointChange commit)
    {
        _onTheWay.Add(name);
        var topic = board.FindOrAdd(name);
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
        if (!subscription.Takes(change.Event, log, time))
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

        AlertLog.PublishCircle(log, subscription.Name, topic, alert.Id);
        return 0;
    }
}
