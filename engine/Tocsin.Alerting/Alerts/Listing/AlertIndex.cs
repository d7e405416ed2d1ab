using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Listing;

/// <summary>
/// The open alerts in order, for pages of lists and for those who follow them. Made when somebody asks first, kept up by what changed since, and let go
/// of when nobody has asked for a while. Safe for any thread.
/// </summary>
public sealed class AlertIndex : IDisposable
{
    /// <summary>How long it is kept for nobody.</summary>
    private static readonly TimeSpan IdleFor = TimeSpan.FromMinutes(10);

    /// <summary>All last events are read at once when more than one in so many alerts changed, and those that changed one by one otherwise.</summary>
    private const int ReadAllFrom = 4;

    /// <summary>So many are read one by one in any case.</summary>
    private const int Few = 20;

    private readonly Lock _gate = new();
    private readonly Topics _topics;
    private readonly AlertActivities _activities;
    private readonly ITimer _idle;
    private readonly Dictionary<string, List<ListedAlert>> _alerts = new(StringComparer.Ordinal);
    private AlertSnapshot _snapshot = AlertSnapshot.Empty;

    internal AlertIndex(Topics topics, AlertActivities activities, TimeProvider time)
    {
        _topics = topics;
        _activities = activities;
        _idle = time.CreateTimer(static state => ((AlertIndex)state!).Forget(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The number of the last change of an alert since the server started.</summary>
    public long Number => _topics.Read(static board => board.Changes.Number);

    private int MostReadSingly => Math.Max(Few, _snapshot.Worst.Count / ReadAllFrom);

    /// <summary>All open alerts, as they are now.</summary>
    public AlertSnapshot Read()
    {
        lock (_gate)
        {
            _idle.Change(IdleFor, Timeout.InfiniteTimeSpan);
            var changed = new HashSet<(string Topic, string Id)>();
            var (number, isKnown) = _topics.Read(board =>
            {
                var isKnown = board.Changes.TryRead(_snapshot.Number, changed);
                return (board.Changes.Number, isKnown);
            });
            if (!isKnown)
                Rebuild(number);
            else if (changed.Count > 0)
                Follow(number, changed);
            return _snapshot;
        }
    }

    /// <summary>All that are open, as they are now: also what a node has in its own topic beside the one that its script names.</summary>
    internal IReadOnlyCollection<ListedAlert> ReadAll()
    {
        lock (_gate)
        {
            Read();
            return [.. _alerts.Values.SelectMany(static alerts => alerts)];
        }
    }

    /// <summary>The whole last events of some alerts.</summary>
    public IEnumerable<AlertEvent> EventsOf(IReadOnlyCollection<ListedAlert> alerts) =>
        _activities.WithEvents([.. alerts.Select(alert => _activities.Find(alert.Topic, alert.Id) ?? alert.Status)], MostReadSingly).Select(static alert => alert.Event);

    /// <summary>What changed after a number.</summary>
    /// <returns>Null when that is not known any more.</returns>
    public AlertDifference? ReadAfter(long number)
    {
        var changed = new HashSet<(string Topic, string Id)>();
        if (!_topics.Read(board => board.Changes.TryRead(number, changed)))
            return null;
        lock (_gate)
        {
            var now = Read();
            var ids = changed.Select(static key => key.Id).ToHashSet(StringComparer.Ordinal);
            var shown = ids.SelectMany(Shown).ToList();

            // What the topic of a node has comes and goes in the list with what its named topic has.
            var gone = ids.SelectMany(id => _alerts.GetValueOrDefault(id) ?? []).Select(static alert => (alert.Topic, alert.Id)).Concat(changed)
                .Except(shown.Select(static alert => (alert.Topic, alert.Id)));
            return new AlertDifference(now, shown, [.. gone]);
        }
    }

    public void Dispose() => _idle.Dispose();

    // The number was read before: what changes meanwhile is read again with the next changes.
    private void Rebuild(long number)
    {
        _alerts.Clear();
        foreach (var (status, last) in _activities.ListWithEvents(new AlertQuery()))
            Add(ListedAlert.Of(status, last));
        _snapshot = AlertSnapshot.Empty.With(number, new HashSet<ListedAlert>(), [.. _alerts.Keys.SelectMany(Shown)]);
    }

    private void Follow(long number, HashSet<(string Topic, string Id)> changed)
    {
        var open = _topics.Read(board => changed
            .Select(key => board.TryFind(key.Topic, key.Id, out var topic, out var place) && topic is { IsListed: true, IsForPeople: true } && place.State.Level != AlertLevel.Ok ? AlertActivities.Status(topic, place) : null)
            .OfType<AlertStatus>().ToList());
        var ids = changed.Select(static key => key.Id).ToHashSet(StringComparer.Ordinal);
        var gone = new HashSet<ListedAlert>(ids.SelectMany(Shown), ReferenceEqualityComparer.Instance);
        foreach (var (topic, id) in changed)
        {
            if (_alerts.TryGetValue(id, out var known) && known.RemoveAll(alert => alert.Topic == topic) > 0 && known.Count == 0)
                _alerts.Remove(id);
        }

        foreach (var (status, last) in _activities.WithEvents(open, MostReadSingly))
            Add(ListedAlert.Of(status, last));
        _snapshot = _snapshot.With(number, gone, [.. ids.SelectMany(Shown)]);
    }

    private void Add(ListedAlert alert)
    {
        if (_alerts.TryGetValue(alert.Id, out var known))
            known.Add(alert);
        else
            _alerts.Add(alert.Id, [alert]);
    }

    /// <summary>The alerts of an id as people know them: what a node has in its own topic and in the one its script names is one.</summary>
    private IEnumerable<ListedAlert> Shown(string id)
    {
        var known = _alerts.GetValueOrDefault(id) ?? [];
        return known.Count < 2 ? known : known.Where(alert => NodeTopic.Parse(alert.Topic) is not { } node
            || !known.Exists(other => other.Event.TaskName == node.Task && NodeTopic.Parse(other.Topic) is null));
    }

    private void Forget()
    {
        lock (_gate)
        {
            _alerts.Clear();
            _alerts.TrimExcess();
            _snapshot = AlertSnapshot.Empty;
        }
    }
}
