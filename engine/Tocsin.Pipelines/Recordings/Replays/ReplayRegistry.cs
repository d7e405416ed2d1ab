using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>The replays that run and those that have ended. Changes happen one after the other; reading takes no lock that lasts.</summary>
public sealed class ReplayRegistry : IAsyncDisposable
{
    private const string EndedByCrash = "the server ended while this ran: start it again";
    private const string EndedByStop = "the server was stopped while this ran: start it again";

    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConcurrentDictionary<string, ReplayRun> _runs = new(StringComparer.Ordinal);
    private readonly IRecordingRecords _store;
    private readonly ReplayServices _services;
    private readonly RunTable<TaskReplay> _replays;

    public ReplayRegistry(IRecordingRecords store, ReplayServices services)
    {
        _store = store;
        _services = services;
        _replays = new RunTable<TaskReplay>("replays", replay => replay.Id, services.Options);
    }

    /// <summary>All replays, the newest first.</summary>
    public IReadOnlyList<TaskReplay> All =>
        [.. _replays.All.Select(WithProgress).OrderByDescending(replay => replay.Date.ToUnixTimeSeconds()).ThenByDescending(replay => replay.Id, StringComparer.Ordinal)];

    public TaskReplay? Find(string id) => _replays.Find(id) is { } replay ? WithProgress(replay) : null;

    /// <summary>The task of a replay that runs.</summary>
    /// <param name="master">Has that task only.</param>
    public bool TryFindRunning(string id, [NotNullWhen(true)] out string? task, [NotNullWhen(true)] out TaskMaster? master)
    {
        var run = _runs.GetValueOrDefault(id);
        (task, master) = (run?.TaskId, run?.Master);
        return run is not null;
    }

    /// <summary>What data is played to now for a task.</summary>
    public IEnumerable<RunningTask> RunningOf(string task) =>
        _runs.Values.Where(run => run.TaskId == task).Select(run => run.Master.Find(task)).OfType<RunningTask>();

    /// <summary>Takes up what the store holds. What a crash cut off has failed.</summary>
    public async Task LoadAsync()
    {
        var cutOff = new List<TaskReplay>();
        foreach (var row in _store.LoadReplays())
        {
            var replay = TaskReplay.From(row);
            if (replay.Status == RunStatus.Running)
            {
                replay = replay with { Status = RunStatus.Failed, Error = EndedByCrash };
                cutOff.Add(replay);
                _services.TaskServices.Alerts.DeleteTask(replay.Task, replay.Id);
            }

            _replays.Keep(replay);
        }

        if (cutOff.Count > 0)
            await StoreAsync(writer => cutOff.ForEach(replay => writer.SaveReplay(replay.ToRow())), $"{cutOff.Count} replays").ConfigureAwait(false);
    }

    /// <summary>Begins to play a recording to a task.</summary>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<TaskReplay> PlayAsync(ReplayRequest request, string recording)
    {
        var (replay, task) = Check(request);
        var found = _services.Recordings.Find(recording)
            ?? throw DefinitionException.NotFound($"recording not found: there is no recording '{recording}': 'tocsin list recordings' shows those there are");
        return StartAsync(replay with { Recording = recording }, task, SourceOf(found, task));
    }

    /// <summary>Begins to play to a batch task what its queries answer for a span of time, as far as it has passed.</summary>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<TaskReplay> PlayBatchAsync(ReplayRequest request, DateTimeOffset? start, DateTimeOffset stop)
    {
        var (replay, task) = Check(request);
        if (task.Type != EdgeKind.Batch)
            throw DefinitionException.Invalid($"cannot replay batch against stream task: {task.Id}");
        if (start is not { } begin)
            throw DefinitionException.Invalid("must provide start time");
        return StartAsync(
            replay, task, new LiveBatchSource(_services.Tasks, task, Instant.From(begin).UnixNanoseconds, Instant.From(stop).UnixNanoseconds, _services.Options.Current.Queries));
    }

    /// <summary>Begins to play to a task what a query answers.</summary>
    /// <param name="cluster">The InfluxDB; empty for the default.</param>
    /// <exception cref="DefinitionException">The request is refused.</exception>
    public Task<TaskReplay> PlayQueryAsync(ReplayRequest request, string query, string cluster)
    {
        var (replay, task) = Check(request);
        return StartAsync(replay, task, new LiveQuerySource(_services.Recordings.Answers, query, cluster, task.Type));
    }

    /// <summary>Forgets a replay; one that runs ends. Nothing happens when there is none.</summary>
    public async Task DeleteAsync(string id)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await _replays.EndAsync(id).ConfigureAwait(false);
            await _store.CommitAsync(writer => writer.DeleteReplay(id)).ConfigureAwait(false);
            _replays.Forget(id);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Ends the replays that run.</summary>
    public async ValueTask DisposeAsync() => await _replays.EndAllAsync().ConfigureAwait(false);

    /// <exception cref="DefinitionException">There is no such task, or no replay of it can have that id.</exception>
    private (TaskReplay Replay, TaskDefinition Task) Check(ReplayRequest request)
    {
        var id = DefinitionId.Check(request.Id, "replay");
        if (id == NodeTopic.Live)
            throw DefinitionException.Invalid($"replay ID cannot be used: \"{id}\" is reserved for live tasks: choose another id");
        var task = _services.Tasks.Find(request.Task)
            ?? throw DefinitionException.NotFound($"task load: there is no task '{request.Task}': 'tocsin list tasks' shows those there are");
        return (
            new TaskReplay
            {
                Id = id, Task = request.Task, KeepsTimes = request.KeepsTimes, Clock = request.Clock, Date = _services.TaskServices.Time.GetUtcNow(),
            },
            task);
    }

    private IReplaySource SourceOf(Recording recording, TaskDefinition task) => recording.Type == task.Type
        ? recording.Type == EdgeKind.Batch ? new BatchFileSource(_services.Recordings, recording) : new StreamFileSource(_services.Recordings, recording)
        : new NoSource($"recording {recording.Id} is of type {TypeText(recording.Type)}, and task {task.Id} of type {TypeText(task.Type)}");

    private static string TypeText(EdgeKind type) => type == EdgeKind.Batch ? "batch" : "stream";

    private async Task<TaskReplay> StartAsync(TaskReplay replay, TaskDefinition task, IReplaySource source)
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Find(replay.Id) is not null)
                throw new DefinitionException(RefusalKind.Failed, $"replay {replay.Id} already exists: choose another id, or delete it");
            _replays.CheckRoom();
            await _store.CommitAsync(writer => writer.SaveReplay(replay.ToRow())).ConfigureAwait(false);
            var run = new ReplayRun(replay, task, source, _services.Compiler, _services.TaskServices, _services.Series);
            _runs[replay.Id] = run;
            _replays.Start(replay, cancellationToken => Task.Run(() => RunAsync(replay, run, cancellationToken), CancellationToken.None));
            return replay;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task RunAsync(TaskReplay replay, ReplayRun run, CancellationToken cancellationToken)
    {
        var ended = replay with { Status = RunStatus.Finished, Progress = 1 };
        try
        {
            ended = ended with { Stats = await run.RunAsync(cancellationToken).ConfigureAwait(false) };
        }
        catch (Exception problem)
        {
            // Whatever it is, it is reported to whoever looks at the replay.
            ended = ended with { Status = RunStatus.Failed, Error = problem is OperationCanceledException ? EndedByStop : problem.Message };
        }

        ended = ended with { Date = _services.TaskServices.Time.GetUtcNow() };
        RecordingLog.Replayed(_services.Log, ended.Id, ended.Task, ended.Status.Text(), ended.Error);
        await StoreAsync(writer => writer.SaveReplay(ended.ToRow()), ended.Id).ConfigureAwait(false);
        _runs.TryRemove(replay.Id, out _);
        _replays.Keep(ended);
    }

    // The next start says the same of what is not stored.
    private async Task StoreAsync(Action<IRecordingWriter> change, string what)
    {
        try
        {
            await _store.CommitAsync(change).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is StoreException or ObjectDisposedException)
        {
            RecordingLog.NotStored(_services.Log, what, problem.Message);
        }
    }

    private TaskReplay WithProgress(TaskReplay replay) =>
        replay.Status == RunStatus.Running && _runs.GetValueOrDefault(replay.Id) is { } run ? replay with { Progress = run.Progress } : replay;
}
