using System.Collections.Concurrent;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Arrivals;

/// <summary>Counts the points that are written, by measurement. Safe for any number of threads.</summary>
public sealed class IngressCounters
{
    /// <summary>Measurements that are counted by name; points of all others are counted together, without a name.</summary>
    internal const int Most = 10_000;

    private readonly ConcurrentDictionary<(Origin Origin, string Measurement), Counter> _counters = new();

    // Asking the dictionary how many it holds would stop all writers.
    private int _named;

    internal IReadOnlyList<IngressCount> Read() =>
    [
        .. _counters.Select(entry => new IngressCount(entry.Key.Origin.Database, entry.Key.Origin.RetentionPolicy, entry.Key.Measurement, entry.Value.Points))
            .OrderBy(count => count.Database, StringComparer.Ordinal).ThenBy(count => count.RetentionPolicy, StringComparer.Ordinal)
            .ThenBy(count => count.Measurement, StringComparer.Ordinal),
    ];

    /// <summary>Counts the points of a write. A measurement is looked up once for all of its points.</summary>
    internal void Count(PointBatch batch)
    {
        if (batch.Measurement is { } only)
        {
            Add(batch.Origin, only.Name, batch.Count);
            return;
        }

        foreach (var part in batch.Split())
            Add(batch.Origin, part.Measurement.Name, part.Count);
    }

    /// <summary>The points of a source so far. A measurement that is not counted by name has those of all that are not.</summary>
    internal long CountOf(ArrivalSource source) => source.Measurement.Length == 0
        ? _counters.Where(entry => entry.Key.Origin == source.Origin).Sum(entry => entry.Value.Points)
        : CountOf(source.Origin, source.Measurement) + CountOf(source.Origin, "");

    private long CountOf(Origin origin, string measurement) => _counters.TryGetValue((origin, measurement), out var counter) ? counter.Points : 0;

    private void Add(Origin origin, string measurement, int points)
    {
        if (!_counters.TryGetValue((origin, measurement), out var counter))
            counter = _counters.GetOrAdd((origin, Volatile.Read(ref _named) < Most ? measurement : ""), static (_, owner) => owner.NewCounter(), this);
        counter.Add(points);
    }

    // About as many: two threads may meet at the last one.
    private Counter NewCounter()
    {
        Interlocked.Increment(ref _named);
        return new Counter();
    }

    private sealed class Counter
    {
        private long _points;

        public long Points => Interlocked.Read(ref _points);

        public void Add(int points) => Interlocked.Add(ref _points, points);
    }
}
