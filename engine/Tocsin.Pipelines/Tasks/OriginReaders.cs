using System.Collections.Concurrent;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>
/// The tasks that read one database and retention policy, by the measurements they want: a point costs those that want it, and no others.
/// Reads take no lock; <see cref="TaskMaster"/> makes one change at a time.
/// </summary>
internal sealed class OriginReaders
{
    private static readonly RunningTask[] Nobody = [];

    private readonly ConcurrentDictionary<string, RunningTask[]> _byMeasurement = new();
    private volatile RunningTask[] _ofAll = [];
    private volatile bool _hasChoosers;

    public void Add(RunningTask task)
    {
        if (task.Measurements is not { } measurements)
        {
            _ofAll = [.. _ofAll, task];
            return;
        }

        foreach (var measurement in measurements)
            _byMeasurement[measurement] = [.. ReadersOf(measurement), task];
        _hasChoosers = true;
    }

    public void Remove(RunningTask task)
    {
        if (task.Measurements is not { } measurements)
        {
            _ofAll = Without(_ofAll, task);
            return;
        }

        foreach (var measurement in measurements)
        {
            if (Without(ReadersOf(measurement), task) is { Length: > 0 } others)
                _byMeasurement[measurement] = others;
            else
                _byMeasurement.TryRemove(measurement, out _);
        }

        _hasChoosers = !_byMeasurement.IsEmpty;
    }

    /// <summary>Queues for each task the points of the batch that it wants.</summary>
    public async ValueTask HandAsync(PointBatch batch)
    {
        foreach (var task in _ofAll)
            await HandAsync(task, batch.All).ConfigureAwait(false);
        if (!_hasChoosers)
            return;

        if (batch.Measurement is { } only)
        {
            foreach (var task in ReadersOf(only.Name))
                await HandAsync(task, batch.All).ConfigureAwait(false);
            return;
        }

        Dictionary<RunningTask, List<MeasurementPart>>? several = null;
        foreach (var part in batch.Split())
        {
            foreach (var task in ReadersOf(part.Measurement.Name))
            {
                if (task.Measurements!.Count == 1) // A task that is found by a measurement has some.
                    await HandAsync(task, new BatchShare(batch, part)).ConfigureAwait(false);
                else if ((several ??= []).TryGetValue(task, out var parts))
                    parts.Add(part);
                else
                    several.Add(task, [part]);
            }
        }

        foreach (var (task, parts) in several ?? [])
            await HandAsync(task, new BatchShare(batch, parts)).ConfigureAwait(false);
    }

    private RunningTask[] ReadersOf(string measurement) => _byMeasurement.GetValueOrDefault(measurement, Nobody);

    private static RunningTask[] Without(RunningTask[] tasks, RunningTask task) => [.. tasks.Where(other => other != task)];

    private static ValueTask HandAsync(RunningTask task, BatchShare points)
    {
        points.Batch!.Hold(); // It has points.
        return task.EnqueueAsync(points);
    }
}
