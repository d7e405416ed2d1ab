using System.Collections.Immutable;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// Who reads one database and retention policy, by the measurements they want: a point costs those that want it, and no others.
/// Reads take no lock; <see cref="TaskMaster"/> makes one change at a time.
/// </summary>
internal sealed class OriginReaders
{
    private readonly HashSet<IPointReader> _all = [];
    private volatile Wishes _wishes = new([], ImmutableDictionary<string, ImmutableList<IPointReader>>.Empty);
    private volatile Readers? _readers;

    /// <summary>True when nobody is here. Who wants no points, as a batch task, is here all the same.</summary>
    public bool IsEmpty => _all.Count == 0;

    /// <summary>True when somebody wants points.</summary>
    public bool IsRead => _wishes is not { OfAll.Count: 0, ByMeasurement.Count: 0 };

    // What is asked for each point is made of the wishes when the first asks after a change: of ten thousand changes in a row it is made once.
    private Readers Now
    {
        get
        {
            var wishes = _wishes;
            return _readers is { } made && ReferenceEquals(made.Wishes, wishes) ? made : _readers = new Readers(wishes);
        }
    }

    /// <summary>Lets one take the place of another, in one step: a write goes to one of them.</summary>
    /// <param name="gone">Reads no more; null when nobody goes.</param>
    /// <param name="added">Reads from now on; null when nobody comes.</param>
    public void Change(IPointReader? gone, IPointReader? added)
    {
        var wishes = _wishes;
        if (gone is not null)
        {
            _all.Remove(gone);
            wishes = wishes.Without(gone);
        }

        if (added is not null)
        {
            _all.Add(added);
            wishes = wishes.With(added);
        }

        _wishes = wishes;
    }

    /// <summary>Why a reader should be given nothing more for now; null when all may.</summary>
    public string? WhyFull => Now.Fillable.Select(reader => reader.WhyFull).FirstOrDefault(why => why is not null);

    /// <summary>The same for the readers that want points of a batch.</summary>
    public string? WhyFullFor(PointBatch batch)
    {
        var now = Now;
        if (now.Fillable.Length == 0 || WhyFull is null)
            return null;
        var readers = batch.Measurement is { } only ? now.ReadersOf(only.Name) : batch.Split().SelectMany(part => now.ReadersOf(part.Measurement.Name));
        return now.OfAll.Concat(readers).Select(reader => reader.WhyFull).FirstOrDefault(why => why is not null);
    }

    /// <summary>
    /// Queues for each reader the points of the batch that it wants. All readers have their place for it when this returns, and what is handed after it
    /// comes after it; it ends when all have room.
    /// </summary>
    public ValueTask HandAsync(PointBatch batch)
    {
        var (now, waiting) = (Now, (List<Task>?)null);
        foreach (var reader in now.OfAll)
            Hand(reader, batch.All, ref waiting);
        if (batch.Measurement is { } only)
        {
            foreach (var reader in now.ReadersOf(only.Name))
                Hand(reader, batch.All, ref waiting);
        }
        else if (now.ByMeasurement.Count > 0)
        {
            HandParts(now, batch, ref waiting);
        }

        return waiting is null ? ValueTask.CompletedTask : new ValueTask(Task.WhenAll(waiting));
    }

    private static void HandParts(Readers now, PointBatch batch, ref List<Task>? waiting)
    {
        Dictionary<IPointReader, List<MeasurementPart>>? several = null;
        var all = batch.Split();
        foreach (var part in all)
        {
            foreach (var reader in now.ReadersOf(part.Measurement.Name))
            {
                if (reader.Measurements!.Count == 1) // One that is found by a measurement has some.
                    Hand(reader, new BatchShare(batch, part), ref waiting);
                else if ((several ??= []).TryGetValue(reader, out var parts))
                    parts.Add(part);
                else
                    several.Add(reader, [part]);
            }
        }

        foreach (var (reader, parts) in several ?? [])
            Hand(reader, parts.Count == all.Count ? batch.All : new BatchShare(batch, parts), ref waiting);
    }

    private static void Hand(IPointReader reader, BatchShare points, ref List<Task>? waiting)
    {
        points.Batch!.Hold(); // It has points.
        var taken = reader.EnqueueAsync(points);
        if (!taken.IsCompletedSuccessfully)
            (waiting ??= []).Add(taken.AsTask());
    }

    /// <param name="OfAll">Who wants all points.</param>
    /// <param name="ByMeasurement">Who wants those of a measurement.</param>
    private sealed record Wishes(ImmutableList<IPointReader> OfAll, ImmutableDictionary<string, ImmutableList<IPointReader>> ByMeasurement)
    {
        public Wishes With(IPointReader reader) => reader.Measurements is { } measurements
            ? this with { ByMeasurement = ByMeasurement.SetItems(measurements.Select(name => KeyValuePair.Create(name, Of(name).Add(reader)))) }
            : this with { OfAll = OfAll.Add(reader) };

        public Wishes Without(IPointReader reader)
        {
            var left = ByMeasurement;
            foreach (var name in reader.Measurements ?? (IEnumerable<string>)[])
            {
                var others = Of(name).Remove(reader);
                left = others.IsEmpty ? left.Remove(name) : left.SetItem(name, others);
            }

            return new Wishes(OfAll.Remove(reader), left);
        }

        private ImmutableList<IPointReader> Of(string measurement) => ByMeasurement.GetValueOrDefault(measurement, []);
    }

    private sealed class Readers(Wishes wishes)
    {
        public Wishes Wishes => wishes;

        /// <summary>Who wants all points.</summary>
        public IPointReader[] OfAll { get; } = [.. wishes.OfAll];

        /// <summary>Who wants those of a measurement.</summary>
        public Dictionary<string, IPointReader[]> ByMeasurement { get; } = wishes.ByMeasurement.ToDictionary(entry => entry.Key, entry => entry.Value.ToArray());

        public IPointReader[] Fillable { get; } =
            [.. wishes.OfAll.Concat(wishes.ByMeasurement.Values.SelectMany(readers => readers)).Distinct().Where(reader => reader.CanFill)];

        public IPointReader[] ReadersOf(string measurement) => ByMeasurement.GetValueOrDefault(measurement, []);
    }
}
