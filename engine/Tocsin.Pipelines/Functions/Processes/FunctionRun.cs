using Google.Protobuf;
using Tocsin.Pipelines.Functions.Processes.Wire;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>
/// Keeps the function of one node running: starts it, feeds it what waits, takes what it gives, and starts it again after growing pauses when it
/// ends, with what it knew at its last snapshot. What it had taken when it ended is gone; what waits goes to the next. Safe for any thread.
/// </summary>
internal sealed class FunctionRun(ProcessFunctionNode node, NodeContext context, FunctionSnapshots snapshots, Action<FunctionFault> fault, Action wake)
{
    private const int BytesAtOnce = 32 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);

    private readonly ProcessFunction _function = node.Function;
    private readonly ProcessFunctionOptions _options = node.Function.Options;
    private readonly TimeProvider _time = node.Function.Time;
    private readonly RequestWriter _writer = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _tried = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _logGate = new();
    private LineBudget _budget;
    private volatile TaskCompletionSource _down = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile FunctionSession? _opened;
    private volatile FunctionSession? _session;
    private volatile bool _isAbandoned;
    private volatile string _problem = "it does not run yet";

    /// <summary>What waits for the function.</summary>
    public WeightedQueue<FunctionInput> Input { get; } = new(node.Function.Options.Buffer);

    /// <summary>What the function gave and the task has not taken yet.</summary>
    public WeightedQueue<FunctionResult> Output { get; } = new(node.Function.Options.Buffer);

    /// <summary>True while there is a function to give something to.</summary>
    public bool IsUp => _session is not null;

    /// <summary>Why there is none.</summary>
    public string Problem => _problem;

    /// <summary>Ends when the function ends or is restarted.</summary>
    public Task WhenDown => _down.Task;

    /// <summary>Ends after the first attempt to start it; fails when it refuses its options.</summary>
    public Task Tried => _tried.Task;

    /// <summary>Ends after <see cref="Stop"/> when all is through, and never else.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    public void Start() => Ended = Task.Run(RunAsync);

    /// <summary>Nothing more comes: the function may work off what waits for as long as its time-out.</summary>
    public void Stop()
    {
        Input.Complete();
        if (IsUp)
        {
            _ = HurryAsync();
            return;
        }

        _stopping.Cancel();
        _opened?.End("its task stopped before it had started");
    }

    /// <summary>Ends the function at once; nobody takes what it gives.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        Input.Complete();
        Output.Complete();
        _stopping.Cancel();
        _opened?.End("its task was given up");
    }

    private async Task HurryAsync()
    {
        await Task.WhenAny(Ended, Task.Delay(_options.Timeout, _time, _stopping.Token)).ConfigureAwait(false);
        if (!Ended.IsCompleted)
            _function.IsHanging = true;
        _opened?.End($"it did not work off what it had been given within {_options.Timeout.TotalSeconds} s of the task's end");
        await _stopping.CancelAsync().ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (!_isAbandoned && !(Input.IsCompleted && Input.Count == 0))
        {
            var begun = _time.GetTimestamp();
            if (await TryServeAsync().ConfigureAwait(false) is null)
                break;
            if (_tried.Task.IsFaulted || _stopping.IsCancellationRequested || (Input.IsCompleted && Input.Count == 0))
                break;
            if (_time.GetElapsedTime(begun) >= Steady)
                pause = FirstPause;
            await PauseAsync(pause).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested)
                break;
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }

        if (!_isAbandoned && Input.Count > 0)
            fault(new FunctionFault($"the task stopped before {Input.Count} messages were given to {_function}", _problem));
        Output.Complete();
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The task stops.
        }
    }

    /// <returns>Why it ended; null when it had nothing more to do.</returns>
    private async Task<FunctionEndedException?> TryServeAsync()
    {
        try
        {
            var session = await OpenAsync().ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
                await ServeAsync(session).ConfigureAwait(false);
            return null;
        }
        catch (FunctionEndedException end)
        {
            Down(end);
            return end;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        finally
        {
            _function.IsHanging |= _opened?.IsHanging == true;
            _session = _opened = null;
            _down.TrySetResult();
            _tried.TrySetResult();
        }
    }

    private void Down(FunctionEndedException end)
    {
        _problem = end.Message;
        if (end.IsRefusal && !_tried.Task.IsCompleted)
            _tried.TrySetException(end);
        else if (!_isAbandoned)
            fault(new FunctionFault($"{_function} has ended{(Input.IsCompleted ? "" : " and is restarted")}", end.Message));
    }

    private async Task<FunctionSession> OpenAsync()
    {
        var batch = new BatchInMaking(_options, _function.Shape.Provides);
        var session = await FunctionSession.OpenAsync(_options, _time, Say, TakeAsync, _stopping.Token).ConfigureAwait(false);
        _opened = session;
        try
        {
            _stopping.Token.ThrowIfCancellationRequested(); // Who stopped meanwhile saw nothing to end.
            var init = new InitRequest { TaskID = context.TaskId, NodeID = context.NodeName };
            init.Options.AddRange(node.Given);
            var made = (await session.AskAsync(new Request { Init = init }, Response.MessageOneofCase.Init).ConfigureAwait(false)).Init;
            if (!made.Success)
                throw new FunctionEndedException($"it refuses its options: {made.Error}") { IsRefusal = true };
            _function.IsHanging = false;
            await RestoreAsync(session).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        ValueTask TakeAsync(Response message, int length) =>
            batch.TryTake(message, length, out var result) ? OfferAsync(result) : ValueTask.CompletedTask;
    }

    private async Task RestoreAsync(FunctionSession session)
    {
        if (snapshots.Current is not { } snapshot)
            return;
        var request = new Request { Restore = new RestoreRequest { Snapshot = UnsafeByteOperations.UnsafeWrap(snapshot) } };
        try
        {
            var restored = (await session.AskAsync(request, Response.MessageOneofCase.Restore).ConfigureAwait(false)).Restore;
            if (!restored.Success)
                throw new FunctionEndedException($"it refuses its snapshot and starts without: {restored.Error}");
        }
        catch (FunctionEndedException)
        {
            // It would come to the same end for ever.
            snapshots.Distrust();
            throw;
        }
    }

    private ValueTask OfferAsync(FunctionResult result)
    {
        if (!Output.TryAdd(result, result.Points?.Count ?? 1))
            return OfferSlowlyAsync(result);
        wake();
        return ValueTask.CompletedTask;
    }

    private async ValueTask OfferSlowlyAsync(FunctionResult result)
    {
        while (!Output.TryAdd(result, result.Points?.Count ?? 1) && !Output.IsCompleted)
            await Output.WhenRoom().ConfigureAwait(false);
        wake();
    }

    /// <exception cref="FunctionEndedException">It ended before it had nothing more to do.</exception>
    private async Task ServeAsync(FunctionSession session)
    {
        _down = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _session = session;
        _tried.TrySetResult();
        ProcessFunctionLog.Runs(context.Logger, _function.ToString(), context.TaskId, context.NodeName);
        using var over = new CancellationTokenSource();
        var keeping = KeepSnapshotsAsync(session, over.Token);
        var feeding = FeedAsync(session);
        try
        {
            await Task.WhenAny(feeding, session.Ended).ConfigureAwait(false);
            if (session.Ended.IsCompleted)
                throw await session.Ended.ConfigureAwait(false);
            await over.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
            await FinishAsync(session).ConfigureAwait(false);
        }
        finally
        {
            // The next one must not share its input with this.
            await over.CancelAsync().ConfigureAwait(false);
            session.End("it is not used any more");
            await feeding.ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
        }
    }

    private async Task FeedAsync(FunctionSession session)
    {
        while (!session.Ended.IsCompleted)
        {
            _writer.Clear();
            var isLast = Input.IsCompleted;
            while (_writer.Written.Length < BytesAtOnce && Input.TryTake(out var input))
                _writer.Write(input);
            if (_writer.Written.Length == 0 && isLast)
                return;
            if (_writer.Written.Length == 0)
                await Task.WhenAny(Input.WhenItem(), session.Ended).ConfigureAwait(false);
            else if (!await session.SendAsync(_writer.Written).ConfigureAwait(false))
                await session.Ended.ConfigureAwait(false); // What waits is for the next.
        }
    }

    /// <summary>Lets the function give what it still has, and keeps what it knows.</summary>
    private async Task FinishAsync(FunctionSession session)
    {
        await SaveSnapshotAsync(session).ConfigureAwait(false);
        session.CloseInput();
        if (await Task.WhenAny(session.Ended, Task.Delay(_options.Timeout, _time, _stopping.Token)).ConfigureAwait(false) != session.Ended)
            session.End($"it did not end within {_options.Timeout.TotalSeconds} s of the end of its input");
        await session.Ended.ConfigureAwait(false);
    }

    private async Task KeepSnapshotsAsync(FunctionSession session, CancellationToken over)
    {
        try
        {
            while (snapshots.IsKept)
            {
                await Task.Delay(snapshots.Interval, _time, over).ConfigureAwait(false);
                await SaveSnapshotAsync(session).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is FunctionEndedException or OperationCanceledException)
        {
            // Who serves the session notices.
        }
    }

    private async Task SaveSnapshotAsync(FunctionSession session)
    {
        if (!snapshots.IsKept)
            return;
        var answer = await session.AskPatientlyAsync(new Request { Snapshot = new SnapshotRequest() }, Response.MessageOneofCase.Snapshot).ConfigureAwait(false);
        snapshots.Save(answer.Snapshot.Snapshot.ToByteArray());
    }

    private void Say(string line)
    {
        lock (_logGate)
        {
            if (_budget.TryTake(_time, out var unlogged))
                ProcessFunctionLog.Says(context.Logger, line, context.TaskId, context.NodeName, unlogged);
        }
    }
}
