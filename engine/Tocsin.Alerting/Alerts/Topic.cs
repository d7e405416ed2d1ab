using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts;

/// <summary>What is known of one topic. Guarded by the lock of <see cref="Topics"/>.</summary>
internal sealed class Topic(int number, string name)
{
    private readonly long[] _idsByLevel = new long[4];

    /// <summary>The number its events are kept under; another one after it was deleted.</summary>
    public int Number { get; set; } = number;

    public string Name { get; set; } = name;

    /// <summary>False for a topic that exists only because its state is kept or handlers wait for it: the API does not show it.</summary>
    public bool IsListed { get; set; }

    /// <summary>Whether its alerts are anybody's: those of shadows are not, and are shown only to whoever names the topic.</summary>
    public bool IsForPeople => !Name.StartsWith(NodeTopic.Shadow + ":", StringComparison.Ordinal);

    /// <summary>Events since the server started, or since the topic came to life.</summary>
    public long Collected { get; set; }

    public Dictionary<string, TopicEvent> Events { get; } = new(StringComparer.Ordinal);

    /// <summary>In the order they were attached.</summary>
    public List<Subscription> Subscriptions { get; } = [];

    /// <summary>The highest level of all ids.</summary>
    public AlertLevel Level
    {
        get
        {
            var level = _idsByLevel.Length - 1;
            while (level > 0 && _idsByLevel[level] == 0)
                level--;
            return (AlertLevel)level;
        }
    }

    /// <summary>How many ids are at each level.</summary>
    public LevelCounts Ids => new(
        _idsByLevel[(int)AlertLevel.Ok], _idsByLevel[(int)AlertLevel.Info], _idsByLevel[(int)AlertLevel.Warning], _idsByLevel[(int)AlertLevel.Critical]);

    /// <summary>The topic as others see it.</summary>
    public TopicStatus Status => new(Name, Level, Collected, Ids) { Handlers = Subscriptions.Count };

    /// <summary>Remembers an id's state and returns its place.</summary>
    public TopicEvent Set(string id, in EventState state)
    {
        _idsByLevel[(int)state.Level]++;
        if (!Events.TryGetValue(id, out var place))
        {
            place = new TopicEvent(id, state);
            Events.Add(id, place);
            return place;
        }

        _idsByLevel[(int)place.State.Level]--;
        place.State = state;
        return place;
    }

    /// <summary>Ids that are over and too many, or too old by the time of the topic's events.</summary>
    public List<(string Topic, string Id)> Recovered(TimeSpan keep, long most)
    {
        var over = new List<TopicEvent>();
        var newest = long.MinValue;
        foreach (var place in Events.Values)
        {
            newest = Math.Max(newest, place.State.UnixNanoseconds);
            if (place.IsOver)
                over.Add(place);
        }

        if (over.Count > most)
            over.Sort(static (left, right) => left.State.UnixNanoseconds.CompareTo(right.State.UnixNanoseconds));
        var surplus = over.Count - most;
        return [.. over.Where((place, i) => i < surplus || ((Int128)newest - place.State.UnixNanoseconds) / TimeSpan.NanosecondsPerTick > keep.Ticks).Select(place => (Name, place.Id))];
    }

    /// <summary>Forgets an id.</summary>
    public void Remove(TopicEvent place)
    {
        if (Events.Remove(place.Id))
            _idsByLevel[(int)place.State.Level]--;
    }

    /// <summary>Forgets all ids.</summary>
    public void Clear()
    {
        Events.Clear();
        Array.Clear(_idsByLevel);
        Collected = 0;
    }
}
