using System.Collections.Concurrent;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// Who reads one database and retention policy, by the measurements they want: a point costs those that want it, and no others.
/// Reads take no lock; <see cref="TaskMaster"/> makes one change at a time.
/// </summary>
internal sealed class OriginReaders
{
    private static readonly IPointReader[] Nobody = [];

    private readonly ConcurrentDictionary<string, IPointReader[]> _byMeasurement = new();
    private volatile IPointReader[] _ofAll = [];
    private volatile bool _hasChoosers;

    /// <summary>True when nobody reads.</summary>
    public bool IsEmpty => _ofAll.Length == 0 && _byMeasurement.IsEmpty;

    /// <param name="before">The reader whose place it takes, in one step where both want the same; null when it takes none.</param>
    public void Add(IPointReader reader, IPointReader? before = null)
    {
        if (reader.Measurements is not { } measurements)
        {
            _ofAll = With(_ofAll, reader, before);
            return;
        }

        foreach (var measurement in measurements)
            _byMeasurement[measurement] = With(ReadersOf(measurement), reader, before);
        _hasChoosers = true;
    }

    public void Remove(IPointReader reader)
    {
        if (reader.Measurements is not { } measurements)
        {
            _ofAll = Without(_ofAll, reader);
            return;
        }

        foreach (var measurement in measurements)
        {
            if (Without(ReadersOf(measurement), reader) is { Length: > 0 } others)
                _byMeasurement[measurement] = others;
            else
                _byMeasurement.TryRemove(measurement, out _);
        }

        _hasChoosers = !_byMeasurement.IsEmpty;
    }

    /// <summary>Queues for each reader the points of the batch that it wants.</summary>
    public async ValueTask HandAsync(PointBatch batch)
    {
        foreach (var reader in _ofAll)
            await HandAsync(reader, batch.All).ConfigureAwait(false);
        if (!_hasChoosers)
            return;

        if (batch.Measurement is { } only)
        {
            foreach (var reader in ReadersOf(only.Name))
                await HandAsync(reader, batch.All).ConfigureAwait(false);
            return;
        }

        Dictionary<IPointReader, List<MeasurementPart>>? several = null;
        var all = batch.Split();
        foreach (var part in all)
        {
            foreach (var reader in ReadersOf(part.Measurement.Name))
            {
                if (reader.Measurements!.Count == 1) // One that is found by a measurement has some.
                    await HandAsync(reader, new BatchShare(batch, part)).ConfigureAwait(false);
                else if ((several ??= []).TryGetValue(reader, out var parts))
                    parts.Add(part);
                else
                    several.Add(reader, [part]);
            }
        }

        foreach (var (reader, parts) in several ?? [])
            await HandAsync(reader, parts.Count == all.Count ? batch.All : new BatchShare(batch, parts)).ConfigureAwait(false);
    }

    private IPointReader[] ReadersOf(string measurement) => _byMeasurement.GetValueOrDefault(measurement, Nobody);

    private static IPointReader[] With(IPointReader[] readers, IPointReader reader, IPointReader? before) => [.. readers.Where(other => other != before), reader];

    private static IPointReader[] Without(IPointReader[] readers, IPointReader reader) => [.. readers.Where(other => other != reader)];

    private static ValueTask HandAsync(IPointReader reader, BatchShare points)
    {
        points.Batch!.Hold(); // It has points.
        return reader.EnqueueAsync(points);
    }
}
