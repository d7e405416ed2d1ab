using System.Collections.Concurrent;
using Tocsin.Pipelines.Arrivals;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Knows which tasks execute and hands the points of each write to those that want them, and to whoever looks on. Safe for any number of threads.</summary>
public sealed class TaskMaster
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunningTask> _tasks = [];
    private readonly ConcurrentDictionary<Origin, OriginReaders> _readers = new();

    /// <summary>The executing task with this id, or null.</summary>
    public RunningTask? Find(string id)
    {
        lock (_gate)
            return _tasks.GetValueOrDefault(id);
    }

    /// <summary>All tasks that execute, by id.</summary>
    public IReadOnlyList<RunningTask> All
    {
        get
        {
            lock (_gate)
                return [.. _tasks.Values.OrderBy(task => task.Id, StringComparer.Ordinal)];
        }
    }

    /// <summary>What was written, by measurement.</summary>
    public IngressCounters Ingress { get; } = new();

    /// <summary>Ends when each task is through with all that waited for it.</summary>
    public Task DrainAsync() => Task.WhenAll(All.Select(task => task.DrainAsync()));

    /// <summary>True when a task wants points that are written to a database and retention policy.</summary>
    public bool HasReader(string database, string retentionPolicy) =>
        _readers.Any(known => known.Key.Database == database && known.Key.RetentionPolicy == retentionPolicy && known.Value.IsRead);

    /// <summary>True while writes to a database and retention policy may be refused: a task that reads it can keep no more.</summary>
    internal bool MayRefuse(string database, string retentionPolicy) =>
        _readers.Any(readers => readers.Key.Database == database && readers.Key.RetentionPolicy == retentionPolicy && readers.Value.WhyFull is not null);

    /// <summary>Why points are not to be written now, as a task that they are for can keep no more; null when they are.</summary>
    internal string? WhyRefused(PointBatch batch) => batch.Count > 0 && _readers.TryGetValue(batch.Origin, out var readers) ? readers.WhyFullFor(batch) : null;

    /// <summary>
    /// Hands a batch to those that want points of it and lets go of it. Ends when they have taken them into their queues; to know when they
    /// are through with it, ask for <see cref="PointBatch.Completed"/> before.
    /// </summary>
    internal ValueTask WriteAsync(PointBatch batch)
    {
        var handing = batch.Count > 0 && _readers.TryGetValue(batch.Origin, out var readers) ? readers.HandAsync(batch) : ValueTask.CompletedTask;
        if (!handing.IsCompletedSuccessfully)
            return ReleaseAfterAsync(handing, batch);
        batch.Release();
        return ValueTask.CompletedTask;
    }

    private static async ValueTask ReleaseAfterAsync(ValueTask handing, PointBatch batch)
    {
        await handing.ConfigureAwait(false);
        batch.Release();
    }

    /// <param name="before">The task whose place it takes, see <see cref="Leave"/>; null when it takes none.</param>
    internal void Add(RunningTask task, RunningTask? before = null)
    {
        lock (_gate)
        {
            _tasks.Add(task.Id, task);
            foreach (var origin in task.Origins)
                _readers.GetOrAdd(origin, static _ => new OriginReaders()).Change(before?.Origins.Contains(origin) == true ? before : null, task);
            if (before is not null)
                Withdraw(before, before.Origins.Except(task.Origins));
        }
    }

    /// <summary>Takes out a task that another is to take the place of: it is found no more, and what is written still goes to it.</summary>
    internal void Leave(RunningTask task)
    {
        lock (_gate)
        {
            if (_tasks.GetValueOrDefault(task.Id) == task)
                _tasks.Remove(task.Id);
        }
    }

    internal void Remove(RunningTask task)
    {
        lock (_gate)
        {
            if (_tasks.GetValueOrDefault(task.Id) != task)
                return;
            _tasks.Remove(task.Id);
            Detach(task);
        }
    }

    /// <summary>Lets somebody have what is written, until <see cref="Detach"/>.</summary>
    internal void Attach(IPointReader reader)
    {
        lock (_gate)
        {
            foreach (var origin in reader.Origins)
                _readers.GetOrAdd(origin, static _ => new OriginReaders()).Change(null, reader);
        }
    }

    /// <summary>Hands nothing more to somebody who was attached.</summary>
    internal void Detach(IPointReader reader)
    {
        lock (_gate)
            Withdraw(reader, reader.Origins);
    }

    private void Withdraw(IPointReader reader, IEnumerable<Origin> origins)
    {
        foreach (var origin in origins)
        {
            if (!_readers.TryGetValue(origin, out var readers))
                continue;
            readers.Change(reader, null);
            if (readers.IsEmpty)
                _readers.TryRemove(origin, out _);
        }
    }

    /// <summary>Hands on points that a task made itself, without waiting: a full queue must not hold up the loop that would empty it.</summary>
    /// <param name="batch">The points.</param>
    /// <param name="cause">The batch being processed; it is not completed before the new one is.</param>
    /// <returns>
    /// False, and nothing is written, when the writer's own points have come back to it: each round would be followed by another, and
    /// those that wait for their end fill the memory.
    /// </returns>
    internal bool WriteOnBehalf(PointBatch batch, PointBatch? cause)
    {
        if (batch.Writers is { } writers && cause?.Writers is { } before)
        {
            if (before.Holds(writers.Writer))
            {
                batch.Release();
                return false;
            }

            batch.Writers = writers with { Before = before };
        }

        cause?.Hold();
        Ingress.Count(batch);
        var completed = batch.Completed;
        _ = WriteAsync(batch);
        if (cause is not null)
            _ = ReleaseAfterAsync(completed, cause);
        return true;
    }

    private static async Task ReleaseAfterAsync(Task completed, PointBatch cause)
    {
        try
        {
            await completed.ConfigureAwait(false);
            cause.Release();
        }
        catch (Exception problem)
        {
            cause.Fail(problem);
        }
    }
}
