using System.Threading.Channels;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Loops;

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
    private readonly Func<Exception?> _refused;
    private readonly Action<Exception> _onError;
    private readonly Func<BatchShare, ValueTask> _onClosed;
    private readonly TimeProvider _time;
    private int _batches;
    private long _points;
    private long _currentSince;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PointBatch? _current;
    private FunctionMarks? _marks;
    private Task _run = Task.CompletedTask;
    private volatile bool _isHurried;
    private long _dropped;

    /// <param name="whenSafe">Answers with the end of the commit of all that was published so far.</param>
    /// <param name="refused">Answers with the last change that could not be committed.</param>
    /// <param name="onError">Told when the loop itself fails, which is an error of the engine.</param>
    /// <param name="onClosed">Takes points that come when the loop takes nothing more, with the hold on their batch.</param>
    public TaskLoop(Func<ValueTask> whenSafe, Func<Exception?> refused, TimeProvider time, Action<Exception> onError, Func<BatchShare, ValueTask> onClosed)
    {
        _onClosed = onClosed;
        _refused = refused;
        _time = time;
        _whenSafe = whenSafe;
        _onError = onError;
    }

    /// <summary>The batch that is being processed, or null between two.</summary>
    public PointBatch? Current => Volatile.Read(ref _current);

    /// <summary>Ends when the loop is given up; never, else.</summary>
    public Task Abandoned => _abandoned.Task;

    /// <summary>Ends when the loop has: nothing more is processed.</summary>
    public Task Ended => Task.WhenAny(_run, _abandoned.Task);

    /// <summary>Ends when the loop's thread does, also one that was given up.</summary>
    public Task Thread => _run;

    /// <summary>What waits and what is being processed. Safe for any thread; values may be a little apart in time.</summary>
    public TaskLag Lag
    {
        get
        {
            var since = Volatile.Read(ref _currentSince);
            if (since == 0 && _queue.Reader.TryPeek(out var next))
                since = next.Since;
            return new TaskLag(Volatile.Read(ref _batches), Interlocked.Read(ref _points), since == 0 ? TimeSpan.Zero : _time.GetElapsedTime(since));
        }
    }

    /// <summary>What works on a part of the points beside this loop; null when nobody ever does. Set before the start.</summary>
    public TaskLanes? Lanes { get; set; }

    /// <param name="hasOwnThread">True when nodes of the pipeline wait for others, which would starve the shared threads.</param>
    /// <param name="watch">Watches the calls of users' functions, which need a thread of their own; null when there are none.</param>
    /// <param name="marks">Notes that they run; null when there are none.</param>
    public void Start(Pipeline pipeline, bool hasOwnThread, CallWatch? watch = null, FunctionMarks? marks = null)
    {
        _marks = marks;
        _run = hasOwnThread || watch is not null
            ? Task.Factory.StartNew(() => RunBlocking(pipeline, watch), TaskCreationOptions.LongRunning)
            : Task.Run(() => RunAsync(pipeline));
    }

    /// <summary>Queues points of a batch, which the caller holds until the loop lets go of it. Waits while the queue is full.</summary>
    public ValueTask EnqueueAsync(BatchShare points)
    {
        // Counted before it is in the queue: the loop may be through with it at once.
        var item = new WorkItem(points, null) { Since = _time.GetTimestamp() };
        Count(item, 1);
        return _queue.Writer.TryWrite(item) ? ValueTask.CompletedTask : EnqueueSlowlyAsync(item);
    }

    /// <summary>Queues an action. It is dropped when the loop has been stopped.</summary>
    public void Post(Action action)
    {
        if (!_queue.Writer.TryWrite(new WorkItem(default, action)))
            _ = PostSlowlyAsync(action);
    }

    /// <summary>
    /// Takes nothing more and ends when all that was queued is processed, or when the loop is given up. What takes too long is let go of.
    /// </summary>
    /// <param name="patience">How long the loop may work off what is queued.</param>
    /// <returns>Points that were let go of.</returns>
    public async Task<long> StopAsync(TimeSpan patience)
    {
        _queue.Writer.TryComplete();
        var end = Task.WhenAny(_run, _abandoned.Task);
        try
        {
            await end.WaitAsync(patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _isHurried = true;
            await end.ConfigureAwait(false);
        }

        return _dropped;
    }

    private void Count(in WorkItem item, int sign)
    {
        Interlocked.Add(ref _batches, sign);
        Interlocked.Add(ref _points, sign * item.Points);
    }

    /// <summary>
    /// Lets go of everything, because the thread is somewhere it does not come back from: writers wait no longer. The thread ends if it does
    /// come back.
    /// </summary>
    public void Abandon()
    {
        _abandoned.TrySetResult();
        _queue.Writer.TryComplete();
        while (_queue.Reader.TryRead(out var item))
        {
            Count(item, -1);
            item.Batch?.Release();
        }

        if (Interlocked.Exchange(ref _current, null) is not { } batch)
            return;
        batch.NeverReuse();
        batch.Release();
    }

    private async ValueTask EnqueueSlowlyAsync(WorkItem item)
    {
        try
        {
            await _queue.Writer.WriteAsync(item).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            Count(item, -1);
            await _onClosed(item.Share).ConfigureAwait(false);
        }
    }

    private async Task PostSlowlyAsync(Action action)
    {
        try
        {
            await _queue.Writer.WriteAsync(new WorkItem(default, action)).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // A timer of a task that was stopped meanwhile.
        }
    }

    private async Task RunAsync(Pipeline pipeline)
    {
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            if (Lanes is { } lanes)
                await RunQueuedAsync(pipeline, lanes).ConfigureAwait(false);
            else
                RunQueued(pipeline);
        }
    }

    private void RunBlocking(Pipeline pipeline, CallWatch? watch)
    {
        CallWatch.Install(watch);

        // An await would hand the loop to the shared threads, which is what this one exists to avoid.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            RunQueued(pipeline);
    }

    private void RunQueued(Pipeline pipeline)
    {
        while (!Abandoned.IsCompleted && _queue.Reader.TryRead(out var item))
        {
            if (!TryRun(pipeline, item))
                return;
        }
    }

    private async Task RunQueuedAsync(Pipeline pipeline, TaskLanes lanes)
    {
        while (!Abandoned.IsCompleted && _queue.Reader.TryRead(out var item))
        {
            if (item.Batch is not null && !_isHurried)
                await lanes.HandAsync(item.Share).ConfigureAwait(false);
            var begin = lanes.Begin();
            if (!TryRun(pipeline, item))
                return;
            if (lanes.End(begin))
                await lanes.SplitAsync().ConfigureAwait(false);
        }
    }

    // False when the loop was given up meanwhile.
    private bool TryRun(Pipeline pipeline, WorkItem item)
    {
        try
        {
            if (_isHurried && item.Batch is not null)
                Drop(item);
            else
                Run(pipeline, item);
        }
        catch (TaskAbandonedException)
        {
            return false;
        }
        catch (Exception problem)
        {
            _onError(problem);
        }

        return true;
    }

    private void Drop(WorkItem item)
    {
        Count(item, -1);
        _dropped += item.Points;
        item.Batch!.Release(); // Only items with a batch come here.
    }

    private void Run(Pipeline pipeline, WorkItem item)
    {
        pipeline.Texts.Refill();
        if (item.Batch is not { } batch)
        {
            item.Action!(); // An item without a batch has an action.
            return;
        }

        Volatile.Write(ref _current, batch);
        Volatile.Write(ref _currentSince, item.Since);
        _marks?.Begin(batch);
        var refused = _refused();
        try
        {
            pipeline.Source.OnWrite(item.Share, pipeline.Clock);
        }
        finally
        {
            _marks?.End();
            Volatile.Write(ref _currentSince, 0);
            Count(item, -1);

            // Who gave up the loop has let go of the batch.
            if (Interlocked.Exchange(ref _current, null) is not null)
                ReleaseWhenSafe(batch, refused);
        }
    }

    private void ReleaseWhenSafe(PointBatch batch, Exception? refused)
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
            Release(batch, refused);
        else
            _ = ReleaseAfterAsync(safe, batch, refused);
    }

    private async Task ReleaseAfterAsync(ValueTask safe, PointBatch batch, Exception? refused)
    {
        try
        {
            await safe.ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            batch.Fail(problem);
            return;
        }

        Release(batch, refused);
    }

    // Which writes led to a change that was refused meanwhile is not known: better told to all of them than to none.
    private void Release(PointBatch batch, Exception? before)
    {
        if (_refused() is { } refused && refused != before)
            batch.Fail(refused);
        else
            batch.Release();
    }

    private readonly record struct WorkItem(BatchShare Share, Action? Action)
    {
        public PointBatch? Batch => Share.Batch;

        public int Points => Share.Count;

        /// <summary>A time stamp of the clock: when the batch came; 0 for an action.</summary>
        public long Since { get; init; }
    }
}
