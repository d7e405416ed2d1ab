using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks.Checkpoints;
using Tocsin.Pipelines.Tasks.Loops;
using Tocsin.Pipelines.Tasks.Schedules;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A task that executes: its pipeline and the loop that drives it, and the lanes of a task that has too much to do for one.</summary>
public sealed class RunningTask : IPipelineHost, IPointReader
{
    /// <summary>
    /// A state is written down every ten minutes at least, or the task says why not. An older one was not the last of this server: what it raised since is
    /// not known to be committed, and would be raised once more.
    /// </summary>
    private static readonly TimeSpan LongestCatchUp = TimeSpan.FromMinutes(15);

    private readonly TaskLoop _loop;
    private readonly TaskMaster _master;
    private readonly FunctionDeadline? _deadline;
    private readonly bool _blocks;
    private IReadOnlyList<QuerySchedule> _schedules = [];
    private readonly LeftPoints _left;
    private readonly TaskCheckpoints? _checkpoints;

    internal RunningTask(string id, PipelineGraph graph, IReadOnlyList<Origin> origins, TaskServices services, TaskMaster master)
    {
        Id = id;
        Origins = origins;
        _master = master;
        _left = new LeftPoints(id);
        _loop = NewLoop(services, isLane: false);
        Pipeline = new Pipeline(id, graph, origins, services, this);
        _blocks = Pipeline.Graph.Nodes.Any(node => node.Definition is ProcessingNode { Blocks: true });
        Throughput = new Throughput(services.Time);
        Functions = UserFunction.UsedBy(graph);
        Lanes = new TaskLanes(
            Pipeline,
            Functions.Count > 0 ? SplitPlan.Never($"it uses {Functions[0].ShortForm}, which is called by one thread") : SplitPlan.Of(Pipeline),
            () => new TaskLane(Pipeline, NewLoop(services, isLane: true), WriteOnBehalf));
        if (Lanes.MaySplit)
            _loop.Lanes = Lanes;
        _checkpoints = TaskCheckpoints.Of(id, Pipeline, Lanes, _loop.Post);
        if (_checkpoints is not null && WhyNoCatchUp is null)
            Pipeline.Journal = services.Journal;
        if (Functions.Count == 0)
            return;
        _deadline = new FunctionDeadline(id, services, Abandon);
        foreach (var function in Functions)
            function.Code?.Enter();
    }

    public string Id { get; }

    /// <summary>The databases and retention policies the task reads, each once.</summary>
    internal IReadOnlyList<Origin> Origins { get; }

    /// <summary>The measurements it wants of them; null when it wants all.</summary>
    internal IReadOnlySet<string>? Measurements => Pipeline.Source.Measurements;

    IReadOnlyList<Origin> IPointReader.Origins => Origins;

    bool IPointReader.CanFill => Pipeline.Outlets.Count > 0;

    string? IPointReader.WhyFull => Pipeline.Outlets.Select(outlet => outlet.WhyFull).FirstOrDefault(why => why is not null);

    IReadOnlySet<string>? IPointReader.Measurements => Measurements;

    /// <summary>The functions of users that the task goes on with until it is started anew, each once.</summary>
    public IReadOnlyList<UserFunction> Functions { get; }

    /// <summary>Told when the task is given up because a function does not come back, with the error to show.</summary>
    internal Action<string>? Failed { get; init; }

    /// <summary>True when the task was defined anew since and still runs as before: another script, other variables, other databases.</summary>
    public bool IsOutdated(TaskDefinition task) =>
        !Source.IsSame(task.Source)
        || !task.Dbrps.Select(dbrp => (dbrp.Database, dbrp.RetentionPolicy)).ToHashSet().SetEquals(Origins.Select(origin => (origin.Database, origin.RetentionPolicy)));

    /// <summary>What HTTP requests can read of the task.</summary>
    public TaskEndpoints Endpoints => Pipeline.Endpoints;

    /// <summary>What runs: a definition that was changed since may have another.</summary>
    internal TaskScript Source { get; init; } = new("", new Dictionary<string, ScriptVar>());

    /// <summary>What the task has taken in and is not through with.</summary>
    public TaskLag Lag => Lanes.All.Select(lane => lane.Loop.Lag).Aggregate(_loop.Lag, static (all, lag) => all.Or(lag));

    /// <summary>On how many loops it works, and why on no more.</summary>
    public TaskLoops Loops => Lanes.Loops;

    /// <summary>What the task's points are grouped into.</summary>
    public TaskGroups Groups => TaskGroups.Of(Pipeline.Groups.Room);

    /// <summary>Points and batches that entered the task.</summary>
    public long Entered => TaskStatsReader.Entered(Pipelines);

    /// <summary>Messages that any node could not process.</summary>
    public long Errors => TaskStatsReader.Errors(Pipelines);

    /// <summary>The last of them; null when there is none.</summary>
    public TaskFailure? LastFailure => TaskStatsReader.LastFailure(Pipelines, Source.Script);

    /// <summary>How much of what its nodes know is written down; null where nothing is to be.</summary>
    public CheckpointStatus? Checkpoint => _checkpoints?.Status;

    /// <summary>What of the state of before it went on with; null when there was none.</summary>
    public LoadedState? Loaded => _checkpoints?.Loaded;

    /// <summary>The task's counters now.</summary>
    public TaskStats ReadStats() => TaskStatsReader.Read(Pipelines, Throughput);

    /// <summary>Watches what the nodes make of data that comes from now on.</summary>
    /// <param name="tags">Tags that the data must have.</param>
    /// <param name="wait">How long to watch, unless an alert node has seen such data before.</param>
    /// <returns>What was seen; null when somebody else watches the task at this time.</returns>
    public Task<IReadOnlyList<WatchedNode>?> WatchAsync(IReadOnlyDictionary<string, string> tags, TimeSpan wait, CancellationToken cancellationToken) =>
        new TaskWatch(Pipelines, tags).RunAsync(wait, Pipeline.Services.Time, cancellationToken);

    /// <summary>Watches what the nodes make of data that comes while something goes on.</summary>
    /// <param name="tags">Tags that the data must have.</param>
    /// <returns>What was seen; null when somebody else watches the task at this time.</returns>
    public Task<IReadOnlyList<WatchedNode>?> WatchAsync(IReadOnlyDictionary<string, string> tags, Func<Task> whatGoesOn) => new TaskWatch(Pipelines, tags).RunAsync(whatGoesOn);

    /// <summary>The task as a DOT graph with its counters.</summary>
    /// <param name="hasLabels">True to show counters as labels, false to give them as attributes.</param>
    public string Dot(bool hasLabels) => RunningDot.Write(this, hasLabels);

    /// <summary>The pipeline of the first loop, which is the only one of most tasks.</summary>
    internal Pipeline Pipeline { get; }

    /// <summary>The loops beside the first.</summary>
    internal TaskLanes Lanes { get; }

    /// <summary>The pipelines of all loops, that of the first at the head.</summary>
    internal IReadOnlyList<Pipeline> Pipelines => [Pipeline, .. Lanes.All.Select(lane => lane.Pipeline)];

    internal Throughput Throughput { get; }

    /// <summary>
    /// Starts the nodes, then the loop. When this ends the topics of the task's nodes are open, so that what is owed to their handlers
    /// has takers.
    /// </summary>
    /// <exception cref="Exception">A node cannot start; those that did are stopped again.</exception>
    internal void Start()
    {
        try
        {
            Pipeline.Start();
            _checkpoints?.Load();
            BeginCatchUp();
        }
        catch
        {
            Pipeline.Stop();
            LetGo();
            throw;
        }

        _checkpoints?.Start();
        _loop.Start(Pipeline, _blocks, _deadline?.Watch, _deadline is null ? null : new FunctionMarks(Id, Functions, Pipeline.Services.Guard));
    }

    /// <summary>True when its start waits for processes of others.</summary>
    internal bool MayStartSlowly => Functions.OfType<ProcessFunction>().Any();

    /// <summary>Up to where the task has processed the journal of a server that starts, while it is given what follows; null when it is not.</summary>
    internal long? CaughtUpTo { get; private set; }

    /// <summary>Up to where the state that was written down last has what is in the journal.</summary>
    internal long JournalPosition => _checkpoints?.Position ?? 0;

    /// <summary>Why what was written after the state of the task cannot be given to it at its next start; null when it can.</summary>
    internal string? WhyNoCatchUp => Pipeline.BatchSources.Count > 0 ? "its data comes of queries"
        : Functions.Count > 0 ? $"it uses {Functions[0].ShortForm}, which keeps what it knows to itself"
        : Pipeline.Graph.Nodes.FirstOrDefault(node => node.Definition is ProcessingNode { Blocks: true }) is { } blocks ? $"{blocks.Name} would send once more what it has sent"
        : null;

    /// <summary>Moves the time of a group on, as a node did then.</summary>
    internal void CatchUp(JournalTick tick) => _loop.Post(() => Pipeline.CatchUp(tick));

    /// <summary>Ends when the task has all that was written before, and its alerts are committed.</summary>
    internal async Task EndCatchUpAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            Pipeline.EndCatchUp();
            passed.SetResult();
        });
        await Task.WhenAny(passed.Task, _loop.Ended).ConfigureAwait(false);
        CaughtUpTo = null;
        _checkpoints?.TakeSoon();
    }

    private void BeginCatchUp()
    {
        if (Pipeline.Journal is not { HasBegun: false } journal || _checkpoints is not { Loaded: { } loaded, Position: >= 0 and var position })
            return;
        if (journal.Last <= position)
            return;
        if (loaded.StartedOver.Count > 0 || loaded.Problems.Count > 0)
        {
            CatchUpLog.Misses(Logger, Id, "some of its nodes start over");
            return;
        }

        if (new Instant(journal.EndedAt).ToDateTimeOffset() - _checkpoints.LoadedAt > LongestCatchUp)
        {
            CatchUpLog.Misses(Logger, Id, $"its state is of {_checkpoints.LoadedAt:u}, long before the end of the journal, as after a restore");
            return;
        }

        if (!journal.Has(position + 1))
        {
            CatchUpLog.Misses(Logger, Id, "the journal does not reach back so far");
            return;
        }

        Pipeline.BeginCatchUp(new CatchingUp(Pipeline.Services.Store!.ReadRaised(Id))); // Who has a state has a store.
        CaughtUpTo = position;
    }

    /// <summary>Why the queries of the task can be made by nobody; null when they can, or there are none.</summary>
    internal string? Obstacle => !Pipeline.Services.MakesQueries ? null : Pipeline.BatchSources.Select(source => source.Obstacle).FirstOrDefault(why => why is not null);

    /// <summary>Begins to make the queries of a batch task, when others can find it. Not called for a task that is given its batches.</summary>
    internal void StartQueries()
    {
        if (!Pipeline.Services.MakesQueries)
            return;
        _schedules = [.. Pipeline.BatchSources.Select(source => new QuerySchedule(source, Pipeline.Services.Time, _loop.Post, Pipeline.Clock))];
        foreach (var schedule in _schedules)
            schedule.Start();
    }

    /// <summary>The query of the task that waits longest for its answer; null when none does.</summary>
    public QueryUnderWay? Query => _schedules.Select(schedule => schedule.UnderWay).Where(query => query is not null).OrderBy(query => query!.Value.Since).FirstOrDefault(); // Filtered.

    /// <summary>True while a query of the task is due or under way.</summary>
    public bool IsAsking => _schedules.Any(schedule => schedule.IsDue);

    /// <summary>Gives the pipeline an answer to one of its queries. Ends when it has passed; what is dropped since the task stops counts as passed.</summary>
    /// <param name="query">The number of the query in the script.</param>
    /// <param name="batches">Its batches.</param>
    internal async Task DeliverAsync(int query, IReadOnlyList<SourceBatch> batches)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(() =>
        {
            try
            {
                Pipeline.BatchSources[query].Deliver(batches, Pipeline.Clock);
            }
            finally
            {
                passed.TrySetResult();
            }
        });
        await Task.WhenAny(passed.Task, _loop.Ended).ConfigureAwait(false);
    }

    /// <summary>Ends when all that waited for the task has passed, or when it has ended.</summary>
    internal async Task DrainAsync()
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _loop.Post(passed.SetResult);
        await Task.WhenAny(passed.Task, _loop.Ended).ConfigureAwait(false);
        await Lanes.DrainAsync().ConfigureAwait(false);
    }

    /// <summary>Lets go of a task that is not to start.</summary>
    internal void Discard()
    {
        Pipeline.Discard();
        LetGo();
    }

    /// <summary>
    /// Processes what is queued, lets the nodes give out what they hold, and ends. A task whose node does not come to an end is given up: it is
    /// cut off from all that others use, and its thread is left to itself.
    /// </summary>
    /// <param name="patience">How long it may work off what is queued; the rest is left, see <see cref="HandOver"/>. Without limit, as long as anything moves.</param>
    /// <param name="isEnd">True when the data itself has come to its end.</param>
    /// <param name="goesOn">True when it, or another in its place, is to go on from what its nodes know.</param>
    /// <returns>The node that does not end; null when the task has ended.</returns>
    internal async Task<UnendedTask?> StopAsync(TimeSpan patience, bool isEnd = false, bool goesOn = false)
    {
        goesOn &= _checkpoints is not null;
        _checkpoints?.Stop();
        if (patience != Timeout.InfiniteTimeSpan)
            _deadline?.Hurry();
        var limit = new StopLimit(Pipeline, Passed, _deadline is not null, isPatient: patience == Timeout.InfiniteTimeSpan);
        var asking = Task.WhenAll(_schedules.Select(schedule => schedule.StopAsync()));
        if (!await limit.EndsAsync(asking).ConfigureAwait(false))
            return await GiveUpAsync(limit, asking).ConfigureAwait(false);
        var looping = StopLoopsAsync(patience);
        if (!await limit.EndsAsync(looping).ConfigureAwait(false))
            return await GiveUpAsync(limit, Task.WhenAll(Lanes.All.Select(lane => lane.Loop.Thread).Prepend(_loop.Thread))).ConfigureAwait(false);
        await looping.ConfigureAwait(false);
        NoteLeft();
        if (!_loop.Abandoned.IsCompleted)
        {
            // Many that hang must not wait for each other's threads.
            var stopping = _blocks ? Task.Factory.StartNew(() => StopPipeline(isEnd, goesOn), TaskCreationOptions.LongRunning) : Task.Run(() => StopPipeline(isEnd, goesOn));
            if (!await limit.EndsAsync(Task.WhenAny(stopping, _loop.Abandoned)).ConfigureAwait(false))
                return await GiveUpAsync(limit, stopping).ConfigureAwait(false);
            if (_checkpoints is not null && !_loop.Abandoned.IsCompleted)
                await (goesOn ? _checkpoints.EndAsync(_left.Before) : _checkpoints.ForgetAsync()).ConfigureAwait(false);
        }

        LetGo();
        try
        {
            await Pipeline.Services.WhenSafe().ConfigureAwait(false);
        }
        catch (StoreException)
        {
            // What the task raised waits until it can be written: it has ended all the same, and whoever relies on the rest asks for it.
        }

        return null;
    }

    // The first loop hands to the others: they end after it.
    private async Task StopLoopsAsync(TimeSpan patience)
    {
        await _loop.StopAsync(patience).ConfigureAwait(false);
        await Lanes.StopAsync(patience).ConfigureAwait(false);
    }

    internal ValueTask EnqueueAsync(BatchShare points)
    {
        var batch = points.Batch!; // Points have a batch.
        if (!batch.IsCaughtUp || batch.Position > CaughtUpTo)
            return _loop.EnqueueAsync(points);
        batch.Release();
        return ValueTask.CompletedTask;
    }

    /// <summary>Points that the task has not processed when it ends, and those that come after, wait until <see cref="HandOver"/>.</summary>
    internal void ExpectSuccessor() => _left.ExpectSuccessor();

    /// <summary>Points that come when the task takes nothing more are not for it. What it has taken in and not processed is refused all the same.</summary>
    internal void WantNoMore() => _left.WantNoMore();

    /// <summary>Gives away the points that wait.</summary>
    /// <param name="successor">Who takes them, and runs; null when nobody does: those who wrote them learn it.</param>
    internal void HandOver(RunningTask? successor)
    {
        _left.HandOver(successor?._loop, successor?.Origins ?? []);
        if (successor is null)
            NoteLeft();
    }

    private void NoteLeft()
    {
        if (_left.Count == 0)
            return;
        if (_left.IsExpecting)
            TaskLog.LeftBehind(Logger, Id, _left.Count);
        else
            TaskLog.Unseen(Logger, Id, _left.Count);
    }

    ValueTask IPointReader.EnqueueAsync(BatchShare points) => EnqueueAsync(points);

    void IPipelineHost.Post(Action action) => _loop.Post(action);

    bool IPipelineHost.Write(PointBatch batch) => WriteOnBehalf(batch, _loop.Current);

    private bool WriteOnBehalf(PointBatch batch, PointBatch? cause)
    {
        if (!Pipeline.Services.IsShadow)
            return _master.WriteOnBehalf(batch, cause);
        batch.Release();
        return true;
    }

    private async Task<UnendedTask> GiveUpAsync(StopLimit limit, Task thread)
    {
        var unended = new UnendedTask(Id, Pipelines.Select(pipeline => pipeline.Stopping).FirstOrDefault(node => node is not null) ?? limit.Suspects, Pipeline.Services.Time.GetUtcNow(), thread);
        TaskLog.DoesNotEnd(Logger, Id, unended.Node, limit.Longest.TotalSeconds);
        _deadline?.Watch.Abandon();
        AbandonLoops();
        NoteLeft();
        await limit.EndsAsync(Task.Run(AbandonPipelines)).ConfigureAwait(false);
        LetGo();
        return unended;
    }

    /// <summary>The code of its functions is used no more; not called for a task that was given up, whose thread may still be in it.</summary>
    private void LetGo()
    {
        _deadline?.Dispose();
        if (_loop.Abandoned.IsCompleted)
            return;
        foreach (var function in Functions)
            function.Code?.Leave();
    }

    private void StopPipeline(bool isEnd, bool goesOn)
    {
        var before = CallWatch.Install(_deadline?.Watch);
        try
        {
            foreach (var pipeline in Pipelines.Reverse()) // What they share is the first one's.
            {
                pipeline.GoesOn = goesOn;
                pipeline.Stop(isEnd);
            }
        }
        catch (TaskAbandonedException)
        {
            // Nobody waits for the rest any more.
        }
        finally
        {
            CallWatch.Install(before);
        }
    }

    /// <summary>Gives up the task, whose thread is in a function that does not come back: everybody else goes on.</summary>
    private void Abandon(string why)
    {
        _master.Remove(this);
        foreach (var schedule in _schedules)
            _ = schedule.StopAsync();
        AbandonLoops();
        NoteLeft();
        AbandonPipelines();
        Failed?.Invoke(why);
    }

    private void AbandonLoops()
    {
        _checkpoints?.Stop();
        _checkpoints?.NeedNothing();
        _loop.Abandon();
        Lanes.Abandon();
    }

    private void AbandonPipelines()
    {
        foreach (var pipeline in Pipelines)
            pipeline.Abandon();
    }

    // Counted by the task's threads: what is read of another thread may be a little late.
    private long Passed() => Pipelines.Sum(pipeline => pipeline.Edges.Sum(edge => edge.Count));

    private ILogger Logger => Pipeline.Services.LoggerFactory.CreateLogger("tocsin.task");

    private TaskLoop NewLoop(TaskServices services, bool isLane) =>
        new(services.WhenSafe, services.Refused, services.Time, problem => TaskLog.LoopError(Logger, Id, problem), _left, isLane);
}
