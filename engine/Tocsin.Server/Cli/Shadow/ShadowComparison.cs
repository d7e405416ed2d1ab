using Tocsin.Sdk;

namespace Tocsin.Server.Cli.Shadow;

/// <summary>Compares what two servers know of alerts, look by look. What differs only for a while, as one is ahead of the other, does not count.</summary>
/// <param name="settle">For how long they may differ.</param>
internal sealed class ShadowComparison(TimeSpan settle)
{
    private readonly Dictionary<(string Topic, string Id), ShadowDifference> _open = [];
    private readonly List<ShadowDifference> _over = [];

    /// <summary>How often was looked.</summary>
    public int Looks { get; private set; }

    /// <summary>Alerts that any look saw.</summary>
    public int Alerts => _seen.Count;

    private readonly HashSet<(string Topic, string Id)> _seen = [];

    /// <summary>Those that lasted, in the order in which they began.</summary>
    public IReadOnlyList<ShadowDifference> Differences(DateTimeOffset now) =>
        [.. _over.Concat(_open.Values.Where(difference => now - difference.Since >= settle)).OrderBy(difference => difference.Since)];

    /// <summary>Compares the levels of one moment.</summary>
    public void Look(DateTimeOffset now, IReadOnlyDictionary<(string Topic, string Id), AlertLevel> theirs, IReadOnlyDictionary<(string Topic, string Id), AlertLevel> ours)
    {
        Looks++;
        foreach (var alert in theirs.Keys.Union(ours.Keys).Union(_open.Keys.ToList()))
        {
            _seen.Add(alert);
            var (their, our) = (theirs.GetValueOrDefault(alert), ours.GetValueOrDefault(alert));
            if (_open.TryGetValue(alert, out var open) && (open.Theirs, open.Ours) == (their, our))
                continue;
            if (open is not null)
                Close(open, now);
            _open.Remove(alert);
            if (their != our)
                _open[alert] = new ShadowDifference(alert.Topic, alert.Id, now, their, our);
        }
    }

    private void Close(ShadowDifference difference, DateTimeOffset now)
    {
        if (now - difference.Since >= settle)
            _over.Add(difference with { Until = now });
    }
}
