using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A further loop of a task, with the pipeline of the groups that it has.</summary>
internal sealed class TaskLane : IPipelineHost
{
    private readonly TaskMaster _master;

    /// <param name="first">The pipeline of the task's first loop.</param>
    /// <param name="loop">Not started yet.</param>
    /// <param name="master">Takes what the pipeline writes.</param>
    /// <exception cref="TaskStartException">A node cannot run.</exception>
    public TaskLane(Pipeline first, TaskLoop loop, TaskMaster master)
    {
        _master = master;
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

    bool IPipelineHost.Write(PointBatch batch) => _master.WriteOnBehalf(batch, Loop.Current);
}
