using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>One activity on its way through topics. To be used under the lock of <see cref="Topics"/>, once.</summary>
internal sealed class ActivityPublication(TopicEdit edit, TimeProvider time, ILogger log)
{
    private readonly DateTimeOffset _now = time.GetUtcNow();
    private readonly HashSet<string> _visited = new(StringComparer.Ordinal);

    /// <summary>See <see cref="ActivityChange.IsAwaited"/>.</summary>
    public bool IsAwaited { get; init; } = true;

    /// <summary>Changes the alert's state.</summary>
    /// <param name="last">The alert's last event.</param>
    public ActivityOutcome Publish(Topic topic, TopicEvent place, AlertEvent last, AlertActivity activity)
    {
        _visited.Add(topic.Name);
        var care = place.Care ?? AlertCare.None;
        var outcome = CareRules.Judge(place.State.Level, care, activity, IsTold(topic, activity.System));
        if (outcome == ActivityOutcome.Recorded)
            Record(topic, place, last, activity, care);
        else if (activity.Incident is { } named && !care.Knows(named))
            Record(topic, place, last, activity with { Kind = ActivityKind.Incident, Text = "" }, care); // Of an echo, only the incident is news.
        return outcome;
    }

    private void Record(Topic topic, TopicEvent place, AlertEvent last, AlertActivity activity, AlertCare care)
    {
        var level = place.State.Level;
        var after = CareRules.Apply(level, care, activity);
        place.Care = after;
        edit.Changes.Note(topic.Name, place.Id);
        if (care.Acknowledgement is not null && after.Acknowledgement is null)
            edit.Notifications.Unacknowledged(topic, place, edit.Commit);
        var alert = last with
        {
            Topic = topic.Name,
            Level = level,
            PreviousLevel = level,
            System = activity.System,
            Activity = activity,
        };
        var change = new ActivityChange(topic.Number, alert, activity, _now, edit.Limits)
        {
            IsAwaited = IsAwaited,
            Acknowledgement = after.Acknowledgement,
            WasAcknowledged = care.Acknowledgement is not null,
            Incident = activity.Incident is { } named && !care.Knows(named) ? named : null,
        };
        edit.Commit.Add(change);
        if (CareRules.IsToBeTold(level, care, activity))
            Tell(topic, place, alert, change);
    }

    private void Tell(Topic topic, TopicEvent place, AlertEvent alert, ActivityChange change)
    {
        foreach (var subscription in topic.Subscriptions)
        {
            if (!subscription.Takes(alert, log, time))
                continue;

            switch (subscription)
            {
                case Subscription.Delivered { Queue: var queue }:
                    if (place.KnownTo(queue.Target) is not ({ Told: AlertLevel.Ok } or { Group.Length: > 0 })) // It knows nothing of the problem, or not by this id.
                        change.Owe(queue);
                    break;
                case Subscription.Published published:
                    foreach (var name in published.Topics)
                        PublishOn(name, alert);
                    break;
            }
        }
    }

    // A topic that never got the alert gets nothing of what is done about it either.
    private void PublishOn(string name, AlertEvent alert)
    {
        if (_visited.Contains(name) || !edit.TryFind(name, alert.Id, out var topic, out var place))
            return;
        // The activity is there, as all that is done with the alert goes on through the same handlers.
        Publish(topic, place, alert, alert.Activity!);
    }

    /// <summary>True when a system hears from us what is done about alerts of a topic, and may say it back.</summary>
    private bool IsTold(Topic topic, string system)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { topic.Name };
        var next = new Queue<Topic>([topic]);
        while (next.TryDequeue(out var at))
        {
            foreach (var subscription in at.Subscriptions)
            {
                switch (subscription)
                {
                    case Subscription.Delivered { System.TakesActivity: true } delivered when delivered.System.Name == system:
                        return true;
                    case Subscription.Published published:
                        foreach (var name in published.Topics)
                        {
                            if (seen.Add(name) && edit.Find(name) is { } further)
                                next.Enqueue(further);
                        }

                        break;
                }
            }
        }

        return false;
    }
}
