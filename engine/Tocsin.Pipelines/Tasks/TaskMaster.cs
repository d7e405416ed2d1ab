using System.Collections.Frozen;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Knows which tasks execute and hands each write to those that read its origin. Safe for any number of threads.</summary>
public sealed class TaskMaster
{
    private static readonly RunningTask[] Nobody = [];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RunningTask> _tasks = [];
    private volatile FrozenDictionary<Origin, RunningTask[]> _readers = FrozenDictionary<Origin, RunningTask[]>.Empty;

    /// <summary>The executing task with this id, or null.</summary>
    public RunningTask? Find(string id)
    {
        lock (_gate)
            return _tasks.GetValueOrDefault(id);
    }

    /// <summary>
    /// Hands a batch to all tasks that read its origin and lets go of it. Ends when they have taken it into their queues; to know when they
    /// are through with it, ask for <see cref="PointBatch.Completed"/> before.
    /// </summary>
    internal async ValueTask WriteAsync(PointBatch batch)
    {
        foreach (var task in ReadersOf(batch.Origin))
        {
            batch.Hold();
            await task.EnqueueAsync(batch).ConfigureAwait(false);
        }

        batch.Release();
    }

    internal void Add(RunningTask task)
    {
        lock (_gate)
        {
            _tasks.Add(task.Id, task);
            Publish();
        }
    }

    internal void Remove(RunningTask task)
    {
        lock (_gate)
        {
            if (_tasks.GetValueOrDefault(task.Id) == task && _tasks.Remove(task.Id))
                Publish();
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
        var completed = batch.Completed;
        _ = WriteAsync(batch);
        if (cause is not null)
            _ = ReleaseAfterAsync(completed, cause);
        return true;
    }

    private RunningTask[] ReadersOf(Origin origin) => _readers.GetValueOrDefault(origin, Nobody);

    private void Publish() =>
        _readers = _tasks.Values
            .SelectMany(task => task.Origins.Select(origin => (Origin: origin, Task: task)))
            .GroupBy(pair => pair.Origin, pair => pair.Task)
            .ToFrozenDictionary(readers => readers.Key, readers => readers.Distinct().ToArray());

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
