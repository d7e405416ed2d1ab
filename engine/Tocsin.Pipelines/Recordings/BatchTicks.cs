using Tocsin.Pipelines.Recordings.Files;
using Tocsin.Pipelines.Tasks.Schedules;

namespace Tocsin.Pipelines.Recordings;

/// <summary>The ticks of a task's queries in a span of time, with a bound.</summary>
/// <param name="most">Queries that may be made.</param>
internal sealed class BatchTicks(BatchQueries queries, long start, long stop, int most)
{
    private int _count;

    /// <summary>The ticks of one query.</summary>
    /// <exception cref="RecordingLimitException">There are too many.</exception>
    public IEnumerable<long> Of(int query)
    {
        foreach (var tick in queries.TicksOf(query, start, stop))
        {
            if (++_count > most)
                throw new RecordingLimitException($"there are more than {most} queries to make, as many as replay.queries allows: choose a shorter time, or raise the limit");
            yield return tick;
        }
    }

    /// <summary>The ticks of all queries by time.</summary>
    /// <exception cref="RecordingLimitException">There are too many.</exception>
    public IEnumerable<(int Query, long Tick)> InOrder()
    {
        var ticks = Enumerable.Range(0, queries.Count).Select(query => Of(query).GetEnumerator()).ToArray();
        try
        {
            var isThere = Array.ConvertAll(ticks, tick => tick.MoveNext());
            while (Array.IndexOf(isThere, true) >= 0)
            {
                var first = -1;
                for (var i = 0; i < ticks.Length; i++)
                {
                    if (isThere[i] && (first < 0 || ticks[i].Current < ticks[first].Current))
                        first = i;
                }

                yield return (first, ticks[first].Current);
                isThere[first] = ticks[first].MoveNext();
            }
        }
        finally
        {
            Array.ForEach(ticks, tick => tick.Dispose());
        }
    }
}
