using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// Interns series: equal origin, name and tags give one object, found from the raw bytes of a line without making a string. Reads take no
/// lock. Safe for any number of threads.
/// </summary>
public sealed class SeriesTable(int capacity = SeriesTable.DefaultCapacity)
{
    /// <summary>Series kept before the table starts over; long ones count as several.</summary>
    public const int DefaultCapacity = 2_000_000;

    private const int LengthOfOne = 512;

    private readonly ConcurrentDictionary<(string, string), Origin> _origins = new();
    private readonly Lock _gate = new();
    private volatile Generation _generation = new(0);

    /// <summary>The measurements whose series are known, with where they were written to.</summary>
    public IReadOnlyList<(string Database, string RetentionPolicy, string Name)> Measurements
    {
        get
        {
            lock (_gate)
                return [.. _generation.Measurements.Select(measurement => (measurement.Origin.Database, measurement.Origin.RetentionPolicy, measurement.Name))];
        }
    }

    /// <summary>The one object for a database and retention policy.</summary>
    internal Origin OriginOf(string database, string retentionPolicy) =>
        database.Length == 0 && retentionPolicy.Length == 0
            ? Origin.None
            : _origins.GetOrAdd((database, retentionPolicy), static key => new Origin(key.Item1, key.Item2));

    /// <summary>The series with these parts.</summary>
    internal Series Intern(Origin origin, string name, TagSet tags)
    {
        var generation = _generation;
        var key = new SeriesKey(origin, name, tags);
        var hash = key.GetHashCode();
        return generation.ByParts.Find(key, hash) ?? Add(key, hash);
    }

    /// <summary>What a line's raw key leads to, or null when no line had it yet: then <see cref="Remember"/> it.</summary>
    internal SeriesEntry? Find(Origin origin, ReadOnlySpan<byte> rawKey, int hash)
    {
        var buckets = _generation.Buckets;
        for (var entry = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); entry is not null; entry = entry.NextRaw)
        {
            if (entry.RawHash == hash && ReferenceEquals(entry.Series.Origin, origin) && rawKey.SequenceEqual(entry.RawKey))
                return entry;
        }

        return null;
    }

    /// <summary>Makes <see cref="Find"/> know a raw key.</summary>
    internal void Remember(ReadOnlySpan<byte> rawKey, int hash, Series series)
    {
        lock (_gate)
        {
            var generation = _generation;
            if (generation.Epoch != series.Measurement.Epoch || Find(series.Origin, rawKey, hash) is not null)
                return;
            if (generation.RawWeight >= 2L * capacity)
            {
                // One series has as many raw keys as its tags have orders: a writer must not fill the memory with them.
                _generation = new Generation(generation.Epoch.Number + 1);
                return;
            }

            generation.AddRaw(new SeriesEntry(hash, rawKey.ToArray(), series));
        }
    }

    private Series Add(SeriesKey key, int hash)
    {
        lock (_gate)
        {
            if (_generation.Weight >= capacity)
                _generation = new Generation(_generation.Epoch.Number + 1);

            var generation = _generation;
            if (generation.ByParts.Find(key, hash) is { } known)
                return known;

            generation.Weight += WeightOf(LengthOf(key));
            var measurement = generation.MeasurementOf(key.Origin, key.Name);
            var series = new Series(measurement.SeriesCount++, measurement, key.Tags, hash);
            generation.ByParts.Add(series);
            return series;
        }
    }

    private static long LengthOf(SeriesKey key)
    {
        var length = (long)key.Name.Length;
        for (var i = 0; i < key.Tags.Count; i++)
            length += key.Tags.NameAt(i).Length + key.Tags.ValueAt(i).Length;
        return length;
    }

    private static long WeightOf(long length) => 1 + (length / LengthOfOne);

    private sealed class Generation(int number)
    {
        public SeriesEpoch Epoch { get; } = new(number);

        public SeriesIndex ByParts { get; } = new();

        public volatile SeriesEntry?[] Buckets = new SeriesEntry?[1024];

        private readonly Dictionary<(Origin, string), Measurement> _measurements = [];
        private int _rawCount;

        public IEnumerable<Measurement> Measurements => _measurements.Values;

        /// <summary>Of all series.</summary>
        public long Weight { get; set; }

        /// <summary>Of all raw keys.</summary>
        public long RawWeight { get; private set; }

        public Measurement MeasurementOf(Origin origin, string name)
        {
            ref var measurement = ref CollectionsMarshal.GetValueRefOrAddDefault(_measurements, (origin, name), out _);
            return measurement ??= new Measurement(Epoch, origin, name);
        }

        public void AddRaw(SeriesEntry entry)
        {
            RawWeight += WeightOf(entry.RawKey.Length);
            if (++_rawCount > Buckets.Length)
                Grow();

            Link(Buckets, entry);
        }

        // A search meanwhile may miss what is there, and is made again under the lock; it never ends up in a circle.
        private void Grow()
        {
            var larger = new SeriesEntry?[Buckets.Length * 2];
            foreach (var head in Buckets)
            {
                for (var entry = head; entry is not null;)
                {
                    var next = entry.NextRaw;
                    Link(larger, entry);
                    entry = next;
                }
            }

            Buckets = larger;
        }

        // The entry is complete before a reader can see it.
        private static void Link(SeriesEntry?[] buckets, SeriesEntry entry)
        {
            ref var bucket = ref buckets[entry.RawHash & (buckets.Length - 1)];
            entry.NextRaw = bucket;
            Volatile.Write(ref bucket, entry);
        }
    }
}
