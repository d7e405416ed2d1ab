using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>The task that data is played to, alone among the tasks of its own.</summary>
/// <param name="master">Has only that task.</param>
/// <param name="times">The times of what is played.</param>
internal sealed class ReplayTarget(TaskMaster master, SeriesTable series, ReplayTimes times)
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

    /// <summary>Ends when what was played has passed the task and its alerts are kept.</summary>
    /// <exception cref="ReplayException">The task was given up.</exception>
    public async Task WhenPassedAsync(CancellationToken cancellationToken)
    {
        await _before.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (_failed.Task.IsCompleted)
            throw new ReplayException("task run", await _failed.Task.ConfigureAwait(false));
    }
}
