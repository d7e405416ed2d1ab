using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Tocsin.Alerting.Tracing;
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
    private readonly LeftPoints _left;
    private readonly bool _isLane;
    private readonly TimeProvider _time;
    private int _batches;
    private long _points;
    private long _currentSince;
    private readonly TaskCompletionSource _abandoned = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConcurrentQueue<QueuedPoints>? _inherited;
    private Pipeline? _pipeline;
    private PointBatch? _current;
    private QueuedPoints _currentPoints;
    private FunctionMarks? _marks;
    private Task _run = Task.CompletedTask;
    private volatile bool _isHurried;
    private volatile bool _isOver;

    /// <param name="whenSafe">Answers with the end of the commit of all that was published so far.</param>
    /// <param name="refused">Answers with the last change that could not be committed.</param>
    /// <param name="onError">Told when the loop itself fails, which is an error of the engine.</param>
    /// <param name="left">Takes points that the loop does not process, with the hold on their batch.</param>
    /// <param name="isLane">True when it has a part of the points that another loop hands to it.</param>
    public TaskLoop(Func<ValueTask> whenSafe, Func<Exception?> refused, TimeProvider time, Action<Exception> onError, LeftPoints left, bool isLane)
    {
        _left = left;
        _isLane = isLane;
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
            if (since == 0 && Volatile.Read(ref _inherited) is { } inherited && inherited.TryPeek(out var first))
                since = first.Since;
            if (since == 0 && _queue.Reader.TryPeek(out var next))
                since = next.Points.Since;
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
        _pipeline = pipeline;
        _run = hasOwnThread || watch is not null
            ? Task.Factory.StartNew(() => RunBlocking(pipeline, watch), TaskCreationOptions.LongRunning)
            : Task.Run(() => RunAsync(pipeline));
    }

    /// <summary>Queues points of a batch, which the caller holds until the loop lets go of it. Waits while the queue is full.</summary>
    public ValueTask EnqueueAsync(BatchShare points) => EnqueueAsync(new QueuedPoints(points, _time.GetTimestamp()));

    /// <summary>The same for points that came to the task before.</summary>
    public ValueTask EnqueueAsync(QueuedPoints points)
    {
        // Counted before it is in the queue: the loop may be through with it at once.
        Count(points, 1);
        return _queue.Writer.TryWrite(new WorkItem(points, null)) ? ValueTask.CompletedTask : EnqueueSlowlyAsync(points);
    }

    /// <summary>Takes over what another task has left, before all that is queued. Waits for no room: it was in the queue of that one. Not called before the start.</summary>
    public void Inherit(IReadOnlyCollection<QueuedPoints> left)
    {
        if (left.Count == 0)
            return;
        var inherited = LazyInitializer.EnsureInitialized(ref _inherited);
        foreach (var points in left)
        {
            Count(points, 1);
            inherited.Enqueue(points);
        }

        // Wakes the loop up, unless it has ended meanwhile.
        Post(static () => { });
        if (_isOver || Abandoned.IsCompleted)
            LeaveQueued();
    }

    /// <summary>Queues an action. It is dropped when the loop has been stopped.</summary>
    public void Post(Action action)
    {
        if (!_queue.Writer.TryWrite(new WorkItem(default, action)))
            _ = PostSlowlyAsync(action);
    }

    /// <summary>
    /// Takes nothing more and ends when all that was queued is processed, or when the loop is given up. What takes too long is left.
    /// </summary>
    /// <param name="patience">How long the loop may work off what is queued.</param>
    public async Task StopAsync(TimeSpan patience)
    {
        _queue.Writer.TryComplete();
        var end = Task.WhenAny(_run, _abandoned.Task);
        try
        {
            await end.WaitAsync(patience, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Hurry();
            await end.ConfigureAwait(false);
        }
    }

    /// <summary>Processes no more points, what is queued is left: a loop that waits for room for them goes on.</summary>
    public void Hurry()
    {
        _isHurried = true;
        Lanes?.Hurry();
    }

    /// <summary>
    /// Leaves everything, because the thread is somewhere it does not come back from: writers wait no longer. The thread ends if it does
    /// come back.
    /// </summary>
    public void Abandon()
    {
        _abandoned.TrySetResult();
        _queue.Writer.TryComplete();
        if (Interlocked.Exchange(ref _current, null) is { } batch)
        {
            batch.NeverReuse();
            Leave(OwnOf(_currentPoints));
        }

        LeaveQueued();
    }

    private void Count(in QueuedPoints points, int sign)
    {
        Interlocked.Add(ref _batches, sign);
        Interlocked.Add(ref _points, sign * points.Share.Count);
    }

    // Those of a lane are its own part of what was handed to it.
    private void Leave(QueuedPoints points) => _left.Leave(_isLane ? OwnOf(points) : points, _isLane);

    // Without those that other loops have.
    private QueuedPoints OwnOf(QueuedPoints points) => points.Of(_pipeline?.Source.Part);

    private void LeaveQueued()
    {
        while (TryTake(out var item))
        {
            if (item.Action is not null)
                continue;
            Count(item.Points, -1);
            Leave(item.Points);
        }
    }

    private bool TryTake(out WorkItem item)
    {
        if (Volatile.Read(ref _inherited) is { } inherited && inherited.TryDequeue(out var points))
        {
            item = new WorkItem(points, null);
            return true;
        }

        return _queue.Reader.TryRead(out item);
    }

    private async ValueTask EnqueueSlowlyAsync(QueuedPoints points)
    {
        try
        {
            await _queue.Writer.WriteAsync(new WorkItem(points, null)).ConfigureAwait(false);
            return;
        }
        catch (ChannelClosedException)
        {
            Count(points, -1);
        }

        // A lane is closed before the first loop has ended when the task was given up.
        if (_isLane)
            Leave(points);
        else
            await _left.PassOnAsync(points).ConfigureAwait(false);
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

        End();
    }

    private void RunBlocking(Pipeline pipeline, CallWatch? watch)
    {
        CallWatch.Install(watch);

        // An await would hand the loop to the shared threads, which is what this one exists to avoid.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            RunQueued(pipeline);
        End();
    }

    private void End()
    {
        _isOver = true;
        LeaveQueued();
    }

    private void RunQueued(Pipeline pipeline)
    {
        while (!Abandoned.IsCompleted && TryTake(out var item))
        {
            if (!TryRun(pipeline, item, IsLeft(item)))
                return;
        }
    }

    private async Task RunQueuedAsync(Pipeline pipeline, TaskLanes lanes)
    {
        while (!Abandoned.IsCompleted && TryTake(out var item))
        {
            // Asked once: of what is handed out, this loop has only its part to do, or to leave.
            var isLeft = IsLeft(item);
            if (item.Action is null && !isLeft)
                await lanes.HandAsync(item.Points).ConfigureAwait(false);
            var begin = lanes.Begin();
            if (!TryRun(pipeline, item, isLeft))
                return;
            if (lanes.End(begin) && !_isHurried && pipeline.CatchingUp is null)
                await lanes.SplitAsync().ConfigureAwait(false);
        }
    }

    private bool IsLeft(WorkItem item) => _isHurried && item.Action is null;

    // False when the loop was given up meanwhile.
    private bool TryRun(Pipeline pipeline, WorkItem item, bool isLeft)
    {
        try
        {
            if (isLeft)
            {
                Count(item.Points, -1);
                Leave(item.Points);
            }
            else
            {
                Run(pipeline, item);
            }
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

    private void Run(Pipeline pipeline, WorkItem item)
    {
        pipeline.Texts.Refill();
        using var trace = BeginTrace(pipeline, item);
        if (item.Action is not null)
        {
            item.Action();
            return;
        }

        var (points, batch) = (item.Points, item.Points.Batch);
        _currentPoints = points;
        Volatile.Write(ref _currentSince, points.Since);
        Interlocked.Exchange(ref _current, batch);
        _marks?.Begin(batch);
        var (refused, isGivenUp) = (_refused(), false);
        try
        {
            // Whoever gives up the loop now finds the batch; who did so before has not.
            if (Abandoned.IsCompleted)
                throw new TaskAbandonedException();
            if (batch.Position > 0)
                pipeline.Position = batch.Position;
            pipeline.Source.OnWrite(points.Share, pipeline.Clock);
        }
        catch (TaskAbandonedException)
        {
            isGivenUp = true;
            throw;
        }
        finally
        {
            _marks?.End();
            Volatile.Write(ref _currentSince, 0);
            Count(points, -1);

            // Who gave up the loop has taken the batch.
            if (Interlocked.Exchange(ref _current, null) is not null)
            {
                if (isGivenUp)
                    Leave(OwnOf(points));
                else
                    ReleaseWhenSafe(batch, refused);
            }
        }
    }

    private static Activity? BeginTrace(Pipeline pipeline, in WorkItem item) => Traces.IsOn
        ? Traces.Begin("task", ActivityKind.Internal, item.Action is null ? item.Points.Batch.Trace : null)?.SetTag("tocsin.task", pipeline.TaskId).SetTag("tocsin.points", item.Points.Share.Count)
        : null;

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

    /// <param name="Action">Null for points.</param>
    private readonly record struct WorkItem(QueuedPoints Points, Action? Action);
}
