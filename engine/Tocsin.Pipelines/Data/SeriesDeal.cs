namespace Tocsin.Pipelines.Data;

/// <summary>Which of several loops has the points of a series: found out once for each. For one thread.</summary>
/// <param name="tags">What decides.</param>
/// <param name="count">How many loops there are, a power of two and <see cref="MostLoops"/> at most.</param>
internal sealed class SeriesDeal(SplitTags tags, int count)
{
    /// <summary>So many have a bit each in the answer of <see cref="LoopsOf"/>.</summary>
    public const int MostLoops = 64;

    private static readonly Loop[] Loops = [.. Enumerable.Range(0, MostLoops).Select(number => new Loop(number))];

    private readonly SeriesCache<Loop> _bySeries = new();

    /// <summary>The number of the loop that has a series, from 0.</summary>
    public int LoopOf(Series series) => (_bySeries[series] ?? Find(series)).Number;

    /// <summary>The same, found out anew each time: for any thread.</summary>
    public int LoopOfNow(Series series) => tags.HashOf(series.Tags) & (count - 1);

    /// <summary>The number of the loop that has a group.</summary>
    public int LoopOf(Group group) => group.HashOf(tags) & (count - 1);

    /// <summary>The loops that have some of the points, a bit for each.</summary>
    public ulong LoopsOf(BatchShare points)
    {
        var all = count == MostLoops ? ulong.MaxValue : (1ul << count) - 1;
        var found = 0ul;
        foreach (var point in points)
        {
            found |= 1ul << LoopOf(point.Series);
            if (found == all)
                break;
        }

        return found;
    }

    private Loop Find(Series series)
    {
        var loop = Loops[LoopOfNow(series)];
        _bySeries.Set(series, loop);
        return loop;
    }

    private sealed record Loop(int Number);
}
