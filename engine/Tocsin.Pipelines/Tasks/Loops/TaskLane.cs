using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>A further loop of a task, with the pipeline of the groups that it has.</summary>
internal sealed class TaskLane : IPipelineHost
{
    private readonly Func<PointBatch, PointBatch?, bool> _write;

    /// <param name="first">The pipeline of the task's first loop.</param>
    /// <param name="loop">Not started yet.</param>
    /// <param name="write">Takes what the pipeline writes, with the batch that it works on; false when it cannot be written.</param>
    /// <exception cref="TaskStartException">A node cannot run.</exception>
    public TaskLane(Pipeline first, TaskLoop loop, Func<PointBatch, PointBatch?, bool> write)
    {
        _write = write;
        Loop = loop;
        Pipeline = new Pipeline(first.TaskId, first.Graph, first.Origins, first.Services, this, first);
    }

    public TaskLoop Loop { get; }

    public Pipeline Pipeline { get; }

    /// <summary>Runs something on the lane's thread and ends when that is done, or the lane has ended.</summary>
    public async Task RunAsync(Action action)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Loop.Post(() =>
        {
            try
            {
                action();
            }
            finally
            {
                done.SetResult();
            }
        });
        await Task.WhenAny(done.Task, Loop.Ended).ConfigureAwait(false);
    }

    void IPipelineHost.Post(Action action) => Loop.Post(action);

    bool IPipelineHost.Write(PointBatch batch) => _write(batch, Loop.Current);
}
