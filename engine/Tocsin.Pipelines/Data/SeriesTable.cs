using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Data.Schemas;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// Interns series: equal origin, name and tags give one object, found from the raw bytes of a line without making a string. Reads take no
/// lock. Safe for any number of threads.
/// </summary>
public sealed class SeriesTable(int capacity = SeriesTable.DefaultCapacity, TimeProvider? time = null)
{
    /// <summary>Series kept before the table starts over; long ones count as several.</summary>
    public const int DefaultCapacity = 2_000_000;

    private const int LengthOfOne = 512;

    private const int FewOrigins = 1000;

    // Whoever has series or a task there holds it: databases that somebody made up go with their series.
    private readonly ConcurrentDictionary<(string Database, string RetentionPolicy), WeakReference<Origin>> _origins = new();
    private int _originsAtSweep = FewOrigins;
    private bool _wasCrowded;
    private long _restarts;
    private DateTimeOffset? _lastRestart;
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

    /// <summary>Tags and fields of the measurements whose names begin so, in the order of their names. The cost follows from the measurements, not from their series.</summary>
    /// <param name="limit">How many at most; the schema is not whole when there are more.</param>
    public DataSchema SchemaOf(string prefix, int limit)
    {
        Measurement[] all;
        lock (_gate)
            all = [.. _generation.Measurements.Where(measurement => measurement.Name.StartsWith(prefix, StringComparison.Ordinal))];
        var names = all.GroupBy(measurement => measurement.Name).OrderBy(same => same.Key, StringComparer.Ordinal).ToList();
        return new DataSchema(names.Take(limit).SelectMany(same => same.Select(measurement => measurement.Names.Describe(measurement.Name))), isWhole: names.Count <= limit);
    }

    /// <summary>Is told when the table becomes full.</summary>
    public ILogger Log { get; init; } = NullLogger.Instance;

    /// <summary>How full the table is.</summary>
    public SeriesUsage Usage
    {
        get
        {
            lock (_gate)
                return new SeriesUsage(Math.Max(_generation.Weight, _generation.RawWeight / 2), capacity, _restarts, _lastRestart);
        }
    }

    /// <summary>The one object for a database and retention policy.</summary>
    internal Origin OriginOf(string database, string retentionPolicy)
    {
        if (database.Length == 0 && retentionPolicy.Length == 0)
            return Origin.None;
        if (_origins.TryGetValue((database, retentionPolicy), out var reference) && reference.TryGetTarget(out var known))
            return known;

        lock (_gate)
        {
            if (_origins.TryGetValue((database, retentionPolicy), out reference) && reference.TryGetTarget(out known))
                return known;
            if (_origins.Count >= _originsAtSweep)
                SweepOrigins();
            known = new Origin(database, retentionPolicy);
            _origins[(database, retentionPolicy)] = new WeakReference<Origin>(known);
            return known;
        }
    }

    /// <summary>The series with these parts.</summary>
    internal Series Intern(Origin origin, string name, TagSet tags)
    {
        var generation = _generation;
        var key = new SeriesKey(origin, name, tags);
        var hash = key.GetHashCode();
        var seen = generation.ByParts.Count;
        return generation.ByParts.Find(key, hash) ?? Add(key, hash, generation, seen);
    }

    /// <summary>What a line's raw key leads to, or null when no line had it yet: then <see cref="Remember"/> it.</summary>
    internal SeriesEntry? Find(Origin origin, ReadOnlySpan<byte> rawKey, int hash)
    {
        var buckets = _generation.Buckets;
        for (var entry = Volatile.Read(ref buckets[hash & (buckets.Length - 1)]); entry is not null; entry = entry.NextRaw)
        {
            if (entry.RawHash == hash && rawKey.SequenceEqual(entry.RawKey) && ReferenceEquals(entry.Series.Origin, origin))
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
                StartOver();
                return;
            }

            generation.AddRaw(series.HasRawKey ? new SeriesAlias(series) : series, hash, rawKey);
        }
    }

    private Series Add(SeriesKey key, int hash, Generation searched, int seen)
    {
        lock (_gate)
        {
            if (_generation.Weight >= capacity)
                StartOver();

            var generation = _generation;
            if ((generation != searched || generation.ByParts.Count != seen) && generation.ByParts.Find(key, hash) is { } known)
                return known;

            generation.Weight += WeightOf(LengthOf(key));
            var measurement = generation.MeasurementOf(key.Origin, key.Name);
            measurement.Names.Note(key.Tags.Keys);
            var series = new Series(measurement.SeriesCount++, measurement, key.Tags, hash);
            generation.ByParts.Add(series);
            if (!_wasCrowded && generation.Weight >= SeriesUsage.CrowdedFrom(capacity))
            {
                _wasCrowded = true;
                SeriesLog.Crowded(Log, generation.Weight, capacity);
            }

            return series;
        }
    }

    private void SweepOrigins()
    {
        foreach (var (names, reference) in _origins)
        {
            if (!reference.TryGetTarget(out _))
                _origins.TryRemove(names, out _);
        }

        _originsAtSweep = Math.Max(FewOrigins, _origins.Count * 2);
    }

    // All that was remembered for the old generation is let go, and with it what is not written any more.
    private void StartOver()
    {
        SeriesLog.StartedOver(Log, capacity, ++_restarts);
        _wasCrowded = false;
        _lastRestart = time?.GetUtcNow();
        _generation = new Generation(_generation.Epoch.Number + 1);
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
        private const int FewestKeyBytes = 4096;
        private const int MostKeyBytes = 256 * 1024;

        public SeriesEpoch Epoch { get; } = new(number);

        public SeriesIndex ByParts { get; } = new();

        public volatile SeriesEntry?[] Buckets = new SeriesEntry?[1024];

        private readonly Dictionary<(Origin, string), Measurement> _measurements = [];
        private int _rawCount;
        private byte[] _keys = [];
        private int _keysLength;

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

        public void AddRaw(SeriesEntry entry, int hash, ReadOnlySpan<byte> rawKey)
        {
            RawWeight += WeightOf(rawKey.Length);
            Keep(entry, hash, rawKey);
            if (++_rawCount > Buckets.Length)
                Grow();

            Link(Buckets, entry);
        }

        private void Keep(SeriesEntry entry, int hash, ReadOnlySpan<byte> rawKey)
        {
            if (_keys.Length - _keysLength < rawKey.Length)
            {
                _keys = GC.AllocateUninitializedArray<byte>(Math.Max(Math.Clamp(_keys.Length * 2, FewestKeyBytes, MostKeyBytes), rawKey.Length));
                _keysLength = 0;
            }

            rawKey.CopyTo(_keys.AsSpan(_keysLength));
            entry.SetRawKey(hash, _keys, _keysLength, rawKey.Length);
            _keysLength += rawKey.Length;
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
