namespace Tocsin.Server.Histories;

/// <summary>What differs between two versions of a script.</summary>
internal sealed class HistoryComparison
{
    // Further apart two changes of one alert are not the same problem.
    private const long NearNanoseconds = 10L * 60 * 1_000_000_000;

    private HistoryComparison(IReadOnlyList<HistoryDifference> differences) => Differences = differences;

    /// <summary>By alert, and of each by time.</summary>
    public IReadOnlyList<HistoryDifference> Differences { get; }

    /// <summary>Problems that only the new version raises.</summary>
    public int New => Count("new");

    /// <summary>Problems that only the old version raises.</summary>
    public int Gone => Count("gone");

    /// <summary>Problems that both raise, at other times.</summary>
    public int Moved => Count("moved");

    /// <summary>Problems that both raise at the same time, at other levels.</summary>
    public int Levels => Count("level");

    public static HistoryComparison Of(AlertHistory old, AlertHistory @new)
    {
        var news = @new.Changes.ToLookup(change => change.Id, StringComparer.Ordinal);
        var olds = old.Changes.ToLookup(change => change.Id, StringComparer.Ordinal);
        var ids = olds.Select(changes => changes.Key).Union(news.Select(changes => changes.Key)).Order(StringComparer.Ordinal);
        return new HistoryComparison([.. ids.SelectMany(id => OfAlert(olds[id].ToList(), news[id].ToList()).OrderBy(difference => difference.Any.Time))]);
    }

    // What is the same goes first, so that what moved finds the right partner.
    private static IEnumerable<HistoryDifference> OfAlert(List<LevelChange> olds, List<LevelChange> news)
    {
        var same = news.Select(change => (change.Time, change.Level)).ToHashSet();
        same.IntersectWith(olds.Select(change => (change.Time, change.Level)));
        olds.RemoveAll(change => same.Contains((change.Time, change.Level)));
        news.RemoveAll(change => same.Contains((change.Time, change.Level)));
        foreach (var change in olds.Where(change => change.IsProblem).ToList())
        {
            if (news.Find(other => other.IsProblem && other.Time == change.Time) is not { } other)
                continue;
            olds.Remove(change);
            news.Remove(other);
            yield return new HistoryDifference(change, other);
        }

        var next = 0;
        foreach (var change in olds)
        {
            while (next < news.Count && (news[next].Time < change.Time - NearNanoseconds || (news[next].Level != change.Level && news[next].Time < change.Time)))
                yield return new HistoryDifference(null, news[next++]);
            if (next < news.Count && news[next].Level == change.Level && news[next].Time <= change.Time + NearNanoseconds)
                yield return new HistoryDifference(change, news[next++]);
            else
                yield return new HistoryDifference(change, null);
        }

        while (next < news.Count)
            yield return new HistoryDifference(null, news[next++]);
    }

    private int Count(string kind) => Differences.Count(difference => difference.Any.IsProblem && difference.Kind == kind);
}
