using System.Threading.Channels;
using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Tasks;

/// <summary>
/// Gives one pipeline its thread: takes batches and actions from a bounded queue and runs them one after the other. A full queue makes the
/// writer wait; nothing is dropped.
/// </summary>
internal sealed class TaskLoop
{
    private const int QueuedItems = 256;

    private readonly Channel<WorkItem> _queue = Channel.CreateBounded<WorkItem>(
        new BoundedChannelOptions(QueuedItems) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly Func<ValueTask> _whenSafe;
    private readonly Action<Exception> _onError;
    private Task _run = Task.CompletedTask;

    /// <param name="whenSafe">Answers with the end of the commit of all that was published so far.</param>
    /// <param name="onError">Told when the loop itself fails, which is an error of the engine.</param>
    public TaskLoop(Func<ValueTask> whenSafe, Action<Exception> onError)
    {
        _whenSafe = whenSafe;
        _onError = onError;
    }

    /// <summary>The batch that is being processed, or null between two.</summary>
    public PointBatch? Current { get; private set; }

    /// <param name="hasOwnThread">True when nodes of the pipeline wait for others, which would starve the shared threads.</param>
    public void Start(Pipeline pipeline, bool hasOwnThread) => _run = hasOwnThread
        ? Task.Factory.StartNew(() => RunBlocking(pipeline), TaskCreationOptions.LongRunning)
        : Task.Run(() => RunAsync(pipeline));

    /// <summary>Queues a batch, which the caller holds until the loop lets go of it. Waits while the queue is full.</summary>
    public ValueTask EnqueueAsync(PointBatch batch) => _queue.Writer.TryWrite(new WorkItem(batch, null))
        ? ValueTask.CompletedTask
        : EnqueueSlowlyAsync(batch);

    /// <summary>Queues an action. It is dropped when the loop has been stopped.</summary>
    public void Post(Action action)
    {
        if (!_queue.Writer.TryWrite(new WorkItem(null, action)))
            _ = PostSlowlyAsync(action);
    }

    /// <summary>Takes nothing more and ends when all that was queued is processed.</summary>
    public Task StopAsync()
    {
        _queue.Writer.TryComplete();
        return _run;
    }

    private async ValueTask EnqueueSlowlyAsync(PointBatch batch)
    {
        try
        {
            await _queue.Writer.WriteAsync(new WorkItem(batch, null)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The task was stopped meanwhile: it does not want the points any more.
            batch.Release();
        }
    }

    private async Task PostSlowlyAsync(Action action)
    {
        try
        {
            await _queue.Writer.WriteAsync(new WorkItem(null, action)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // A timer of a task that was stopped meanwhile.
        }
    }

    private async Task RunAsync(Pipeline pipeline)
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
            RunQueued(pipeline);
    }

    private void RunBlocking(Pipeline pipeline)
    {
        // An await would hand the loop to the shared threads, which is what this one exists to avoid.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            RunQueued(pipeline);
    }

    private void RunQueued(Pipeline pipeline)
    {
        while (_queue.Reader.TryRead(out var item))
        {
            try
            {
                Run(pipeline, item);
            }
            catch (Exception problem)
            {
                _onError(problem);
            }
        }
    }

    private void Run(Pipeline pipeline, WorkItem item)
    {
        if (item.Batch is not { } batch)
        {
            item.Action!(); // An item without a batch has an action.
            return;
        }

        Current = batch;
        try
        {
            pipeline.Source.OnWrite(batch, pipeline.Clock);
        }
        finally
        {
            Current = null;
            ReleaseWhenSafe(batch);
        }
    }

    private void ReleaseWhenSafe(PointBatch batch)
    {
        ValueTask safe;
        try
        {
            safe = _whenSafe();
        }
        catch (Exception problem)
        {
            // The writer must not wait for ever.
            batch.Fail(problem);
            return;
        }

        if (safe.IsCompletedSuccessfully)
            batch.Release();
        else
            _ = ReleaseAfterAsync(safe, batch);
    }

    private static async Task ReleaseAfterAsync(ValueTask safe, PointBatch batch)
    {
        try
        {
            await safe.ConfigureAwait(false);
            batch.Release();
        }
        catch (Exception problem)
        {
            batch.Fail(problem);
        }
    }

    private readonly record struct WorkItem(PointBatch? Batch, Action? Action);
}
