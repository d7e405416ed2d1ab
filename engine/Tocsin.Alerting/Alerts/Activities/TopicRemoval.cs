using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>
/// The end of topics that people delete: whoever was notified of what is open there is notified of its end first, unless an alert node that runs
/// goes on with it, which tells its end itself. Safe for any thread.
/// </summary>
public sealed class TopicRemoval
{
    private readonly Topics _topics;
    private readonly AlertActivities _activities;
    private readonly TimeProvider _time;

    internal TopicRemoval(Topics topics, AlertActivities activities, TimeProvider time) => (_topics, _activities, _time) = (topics, activities, time);

    /// <summary>
    /// Erases the events and the level of a topic, and no longer lists it. Handlers stay: they get the events that bring it to life again. Nothing happens when
    /// there is no such topic. Completes with the commit.
    /// </summary>
    public async Task DeleteAsync(string name)
    {
        // Read outside of the lock, which all alerts go through.
        var open = _activities.WithEvents(_topics.Read(board => board.Find(name) is { Subscriptions.Count: > 0 } topic
            ? topic.Events.Values.Where(IsLeft).Select(place => AlertActivities.Status(topic, place)).ToArray()
            : []));
        await _topics.CommitAsync(edit =>
        {
            if (edit.Find(name) is { } topic)
                Delete(edit, topic, open.ToDictionary(static alert => alert.Status.Id, static alert => alert.Event, StringComparer.Ordinal));
        }).ConfigureAwait(false);
    }

    private static bool IsLeft(TopicEvent place) => place.State.Level != AlertLevel.Ok && place.HolderBesides(null) is null;

    private void Delete(TopicEdit edit, Topic topic, Dictionary<string, AlertEvent> last)
    {
        var now = _time.GetUtcNow();
        var places = topic.Subscriptions.Count == 0 ? [] : topic.Events.Values.Where(IsLeft).ToArray();
        foreach (var place in places)
        {
            var alert = place.Uncommitted ?? last.GetValueOrDefault(place.Id) ?? AlertActivities.StateEvent(AlertActivities.Status(topic, place));
            edit.Publish(topic.Name, AlertEnd.Of(alert, now, AlertEnd.Message(alert, $"topic {topic.Name} was deleted")));
        }

        // Ends of groups would wait for others, in a topic that is gone.
        var release = new Release(edit.Notifications, now, edit.Commit);
        foreach (var place in places)
            Notifications.ReleaseEnds(topic, place, release);
        release.Send();
        edit.Erase(topic);
    }
}
