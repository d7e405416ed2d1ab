namespace Tocsin.Pipelines.Data;

/// <summary>
/// Series by their parts. The links of a bucket are in the series themselves: a million series cost no million nodes. Anybody may search; one
/// thread at a time adds. A search beside a growing index may miss what is there, and never finds what is not: who misses searches again under the
/// lock of who adds.
/// </summary>
internal sealed class SeriesIndex
{
    private volatile Series?[] _buckets = new Series?[1024];
    private int _count;

    /// <summary>Series that can be found. A search that began at some count and missed has missed nothing if it is still the same.</summary>
    public int Count => Volatile.Read(ref _count);

    public Series? Find(in SeriesKey key, int hash)
    {
        var buckets = _buckets;
        for (var series = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); series is not null; series = series.Next)
        {
            if (series.PartsHash == hash && key.Equals(new SeriesKey(series.Origin, series.Name, series.Tags)))
                return series;
        }

        return null;
    }

    /// <summary>Adds a series that is not there yet and has its <see cref="Series.PartsHash"/>.</summary>
    public void Add(Series series)
    {
        if (_count >= _buckets.Length)
            Grow();
        Link(_buckets, series);
        Volatile.Write(ref _count, _count + 1);
    }

    private void Grow()
    {
        var larger = new Series?[_buckets.Length * 2];
        foreach (var head in _buckets)
        {
            for (var series = head; series is not null;)
            {
                var next = series.Next;
                Link(larger, series);
                series = next;
            }
        }

        _buckets = larger;
    }

    private static void Link(Series?[] buckets, Series series)
    {
        ref var bucket = ref buckets[series.PartsHash & (buckets.Length - 1)];
        series.Next = bucket;
        Volatile.Write(ref bucket, series);
    }
}
