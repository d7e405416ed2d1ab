using Tocsin.Alerting.Alerts.Pacing;

namespace Tocsin.Alerting.Alerts;

/// <summary>
/// What is due when, of all that is kept back for a time. What was put off since is left out when its turn comes. Guarded by the lock of
/// <see cref="Topics"/>.
/// </summary>
internal sealed class DueTimes
{
    private readonly PriorityQueue<(Topic Topic, TopicEvent Place, int Target, DateTimeOffset Due), DateTimeOffset> _due = new();

    public void Add(Topic topic, TopicEvent place, KnownAlert known)
    {
        if (known.Due < DateTimeOffset.MaxValue)
            _due.Enqueue((topic, place, known.Target, known.Due), known.Due);
    }

    /// <summary>When the next is due; the end of time when nothing is.</summary>
    public DateTimeOffset Next
    {
        get
        {
            while (_due.TryPeek(out var next, out var due))
            {
                if (IsRight(next))
                    return due;
                _due.Dequeue();
            }

            return DateTimeOffset.MaxValue;
        }
    }

    /// <summary>Takes the alerts of which something is due by now: that is to be decided, and added again if it is to come again.</summary>
    public IReadOnlyCollection<(Topic Topic, TopicEvent Place)> Take(DateTimeOffset now)
    {
        var taken = new HashSet<(Topic, TopicEvent)>();
        while (Next <= now)
        {
            var next = _due.Dequeue();
            taken.Add((next.Topic, next.Place));
        }

        return taken;
    }

    private static bool IsRight((Topic Topic, TopicEvent Place, int Target, DateTimeOffset Due) entry) =>
        entry.Place.KnownTo(entry.Target)?.Due == entry.Due && entry.Topic.Events.TryGetValue(entry.Place.Id, out var place) && place == entry.Place;
}
