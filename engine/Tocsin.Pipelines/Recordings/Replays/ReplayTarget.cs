using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Tasks;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>The task that data is played to, alone among the tasks of its own.</summary>
/// <param name="task">Runs for the replay.</param>
/// <param name="master">Has only that task.</param>
/// <param name="times">The times of what is played.</param>
internal sealed class ReplayTarget(RunningTask task, TaskMaster master, SeriesTable series, ReplayTimes times)
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _before = Task.CompletedTask;

    /// <summary>Where series of what is played are interned.</summary>
    public SeriesTable Series { get; } = series;

    public ReplayTimes Times { get; } = times;

    /// <summary>Notes that the task was given up.</summary>
    public void Fail(string why) => _failed.TrySetResult(why);

    /// <summary>Plays points, when they are due. No more than two parts are under way at a time.</summary>
    /// <param name="batch">Points of one database, at the times they were recorded at. The target lets go of it.</param>
    public async Task WriteAsync(PointBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            if (batch.Count > 0)
                await Times.UntilAsync(batch.Points[0].Time, cancellationToken).ConfigureAwait(false);
            foreach (var point in batch.Points)
                point.Time = Times.Of(point.Time);
        }
        catch
        {
            batch.Release();
            throw;
        }

        var completed = batch.Completed;
        await master.WriteAsync(batch).ConfigureAwait(false);
        await WhenPassedAsync(cancellationToken).ConfigureAwait(false);
        _before = completed;
    }

    /// <summary>Plays a batch to one of the task's queries, when its last point is due. Ends when it has passed.</summary>
    /// <param name="batch">With the times it was recorded with.</param>
    public async Task DeliverAsync(int query, SourceBatch batch, CancellationToken cancellationToken)
    {
        var points = batch.Points;
        if (points.Count > 0)
        {
            Times.Begin(points[0].Time);
            await Times.UntilAsync(points[^1].Time, cancellationToken).ConfigureAwait(false);
            if (!Times.KeepsTimes)
                points = [.. points.Select(point => point.With(point.Series, Times.Of(point.Time)))];
            batch = batch with { Points = points, Time = Math.Max(batch.Time, points[^1].Time) };
        }

        await task.DeliverAsync(query, [batch]).WaitAsync(cancellationToken).ConfigureAwait(false);
        await WhenPassedAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="ReplayException">The task has not as many queries as there are answers.</exception>
    public void CheckQueries(int count)
    {
        var own = task.Pipeline.BatchSources.Count;
        if (own != count)
            throw new ReplayException("running replay", $"the data has the batches of {count} {(count == 1 ? "query" : "queries")}, and the task makes {own}");
    }

    /// <summary>Ends when what was played has passed the task and its alerts are kept.</summary>
    /// <exception cref="ReplayException">The task was given up.</exception>
    public async Task WhenPassedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _before.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (UnseenPointsException)
        {
            // The reason follows.
            throw new ReplayException("task run", await _failed.Task.WaitAsync(cancellationToken).ConfigureAwait(false));
        }

        if (_failed.Task.IsCompleted)
            throw new ReplayException("task run", await _failed.Task.ConfigureAwait(false));
    }
}
