using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Activities;

/// <summary>
/// What people and incident systems do about alerts: who acknowledged, notes, linked incidents. Kept with the alerts of topics and told to
/// handlers that tell others. Safe for any thread.
/// </summary>
public sealed class AlertActivities
{
    /// <summary>The system of what is done through the server's own API.</summary>
    public const string OwnSystem = CareRules.OwnSystem;

    /// <summary>So many are read one by one.</summary>
    private const int FewAlerts = 20;

    private readonly Topics _topics;
    private readonly ITopicRecords _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    internal AlertActivities(Topics topics, ITopicRecords store, TimeProvider time, ILogger log)
    {
        _topics = topics;
        _store = store;
        _time = time;
        _log = log;
    }

    /// <summary>
    /// Records what was done about an alert: its state changes, the activity is kept, and it is owed to the handlers of the topic (and of
    /// those the topic publishes to) that take activity and whose system is not the one it comes from. All of that is one commit; what
    /// follows an event of the alert also reaches handlers after it.
    /// </summary>
    /// <returns>At once; <see cref="Topics.WhenCommitted"/> says when it can no longer be lost.</returns>
    public ActivityOutcome Record(string topic, string id, AlertActivity activity) => Record(topic, id, activity, isAwaited: true);

    /// <summary>The topics that know an alert id, by name: first those where it is open. What shadows raise is none of anybody's alerts.</summary>
    public IReadOnlyList<string> TopicsKnowing(string id)
    {
        var found = _topics.Read(board => board.All
            .Where(topic => topic.Events.ContainsKey(id) && topic.IsForPeople)
            .Select(topic => (topic.Name, IsOver: topic.Events[id].State.Level == AlertLevel.Ok))
            .ToList());
        return [.. found.OrderBy(topic => topic.IsOver).ThenBy(topic => topic.Name, StringComparer.Ordinal).Select(topic => topic.Name)];
    }

    /// <summary>Alerts by topic and id, of topics that are listed.</summary>
    public IReadOnlyList<AlertStatus> List(AlertQuery query)
    {
        var found = _topics.Read(board => board.All
            .Where(topic => topic.IsListed && query.TakesTopic(topic.Name) && (query.Topic.Length > 0 || topic.IsForPeople))
            .SelectMany(topic => topic.Events.Values.Select(place => StatusOf(board, topic, place)).Where(query.Takes))
            .ToList());
        found.Sort(static (left, right) =>
            string.CompareOrdinal(left.Topic, right.Topic) is not 0 and var byTopic ? byTopic : string.CompareOrdinal(left.Id, right.Id));
        return found;
    }

    /// <summary>The same with the last event of each. Reads those of many alerts at once.</summary>
    public IReadOnlyList<(AlertStatus Status, AlertEvent Event)> ListWithEvents(AlertQuery query) => WithEvents(List(query));

    /// <summary>Some alerts with the last event of each. Reads those of many at once.</summary>
    /// <param name="few">So many are read one by one.</param>
    internal IReadOnlyList<(AlertStatus Status, AlertEvent Event)> WithEvents(IReadOnlyList<AlertStatus> found, int few = FewAlerts)
    {
        if (found.Count <= few)
            return [.. found.Select(status => (status, LastEvent(status)))];

        var events = new Dictionary<(int, string), AlertEvent>(found.Count);
        try
        {
            _store.ReadOpenEvents((topic, id, bytes) =>
            {
                if (EventCodec.TryRead(bytes) is { } alert)
                    events[(topic, id)] = alert;
            });
        }
        catch (StoreException problem)
        {
            AlertLog.LastEventUnreadable(_log, "", "", problem.Message);
        }

        return [.. found.Select(status => (status, status.Uncommitted ?? events.GetValueOrDefault((status.TopicNumber, status.Id)) ?? StateEvent(status)))];
    }

    /// <summary>One alert, whether its topic is listed or not; null when it is not known.</summary>
    public AlertStatus? Find(string topic, string id) =>
        _topics.Read(board => board.TryFind(topic, id, out var found, out var place) ? StatusOf(board, found, place) : null);

    /// <summary>The last event of an alert: as it was raised while it is open, else with nothing but what its state says.</summary>
    public AlertEvent LastEvent(AlertStatus alert)
    {
        if (alert.Uncommitted is { } recent)
            return recent;
        try
        {
            if (_store.FindOpenAlert(alert.TopicNumber, alert.Id) is { } bytes)
                return EventCodec.Read(bytes);
        }
        catch (StoreException problem)
        {
            AlertLog.LastEventUnreadable(_log, alert.Topic, alert.Id, problem.Message);
        }

        return StateEvent(alert);
    }

    /// <summary>What was done about an alert, the newest first; null when the alert is not known. Sees what is committed.</summary>
    public IReadOnlyList<AlertActivity>? History(string topic, string id, int limit = int.MaxValue) =>
        Find(topic, id) is { } alert ? _store.ReadActivities(alert.TopicNumber, id, limit) : null;

    /// <summary>Records what was done about an alert together with all that is edited.</summary>
    public ActivityOutcome Record(TopicEdit edit, string topic, string id, AlertActivity activity)
    {
        if (!edit.TryFind(topic, id, out var found, out var place))
            return ActivityOutcome.UnknownAlert;

        var status = Status(found, place);
        var last = place.State.Level == AlertLevel.Ok ? StateEvent(status) : LastEvent(status);
        return new ActivityPublication(edit, _time, _log).Publish(found, place, last, edit.Limits.Cut(activity));
    }

    /// <summary>A handler learned of an incident when it delivered an event.</summary>
    internal void IncidentNamed(AlertEvent alert, IncidentReference incident)
    {
        if (alert.Members.Count > 0)
        {
            // The incident of a group is that of each of its alerts.
            foreach (var member in alert.Members.Where(member => member.Level != AlertLevel.Ok))
                IncidentNamed(member, incident);
            return;
        }

        var activity = new AlertActivity { Kind = ActivityKind.Incident, System = incident.System, Incident = incident, At = _time.GetUtcNow() };
        try
        {
            Record(alert.Topic, alert.Id, activity, isAwaited: false);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the event is delivered again after the next start, and the incident named again.
        }
        catch (Exception error)
        {
            // A plugin named something that is not an incident. The event was delivered all the same.
            AlertLog.IncidentUnusable(_log, alert.Topic, alert.Id, error.Message);
        }
    }

    private ActivityOutcome Record(string topic, string id, AlertActivity activity, bool isAwaited)
    {
        activity = _topics.Limits.Cut(activity);
        while (true)
        {
            if (Find(topic, id) is not { } seen)
                return ActivityOutcome.UnknownAlert;

            // Read outside of the lock, which all alerts go through, and only when somebody may be told.
            var last = isAwaited && seen.State.Level != AlertLevel.Ok ? LastEvent(seen) : StateEvent(seen);
            ActivityOutcome? outcome = null;
            _topics.Commit(edit => outcome = Record(edit, topic, id, activity, isAwaited, seen, last));
            if (outcome is { } known)
                return known;
        }
    }

    /// <summary>Records it unless the alert has changed since it was seen: then there is no outcome.</summary>
    private ActivityOutcome? Record(TopicEdit edit, string topic, string id, AlertActivity activity, bool isAwaited, AlertStatus seen, AlertEvent last)
    {
        if (!edit.TryFind(topic, id, out var found, out var place))
            return ActivityOutcome.UnknownAlert;
        if (found.Number != seen.TopicNumber || place.State != seen.State)
            return null;
        return new ActivityPublication(edit, _time, _log) { IsAwaited = isAwaited }.Publish(found, place, last, activity);
    }

    internal static AlertEvent StateEvent(AlertStatus alert) => new()
    {
        Topic = alert.Topic,
        Id = alert.Id,
        Level = alert.State.Level,
        Message = alert.State.Message,
        Details = alert.State.Details,
        UnixNanoseconds = alert.State.UnixNanoseconds,
        DurationNanoseconds = alert.State.DurationNanoseconds,
    };

    private AlertStatus StatusOf(TopicBoard board, Topic topic, TopicEvent place) => place.Known.Count == 0
        ? Status(topic, place)
        : Status(topic, place) with { Held = board.Notifications.HeldOf(topic, place, _time.GetUtcNow()) };

    internal static AlertStatus Status(Topic topic, TopicEvent place) => new()
    {
        Topic = topic.Name,
        Id = place.Id,
        State = place.State,
        Acknowledgement = place.Care?.Acknowledgement,
        Incidents = place.Care?.Incidents ?? [],
        TopicNumber = topic.Number,
        Uncommitted = place.Uncommitted,
    };
}
