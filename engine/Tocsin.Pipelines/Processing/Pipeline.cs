using System.Collections.Concurrent;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Templates;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Journals;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// A graph made into processors. All messages pass on one thread at a time, which its host provides. A task whose points are dealt to several
/// loops has a pipeline for each.
/// </summary>
internal sealed class Pipeline
{
    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly IPipelineHost _host;
    private PipelineState? _state;
    private readonly Dictionary<GraphNode, Processor> _processors = [];
    private readonly ConcurrentDictionary<ITimer, byte> _timers = new();
    private readonly List<Edge> _edges = [];
    private readonly SilentGroups? _silent;
    private readonly TimeSpan _round;
    private int _stateSlots;
    private volatile bool _isStopped;
    private volatile bool _isAbandoned;
    private volatile Processor? _stopping;

    /// <param name="first">The pipeline of the task's first loop, with which this one shares what is the task's; null when this is it.</param>
    /// <exception cref="TaskStartException">A node cannot run.</exception>
    public Pipeline(string taskId, PipelineGraph graph, IReadOnlyList<Origin> origins, TaskServices services, IPipelineHost host, Pipeline? first = null)
    {
        First = first;
        Journal = first?.Journal;
        TaskId = taskId;
        Graph = graph;
        Origins = origins;
        Services = services;
        _host = host;
        Texts = services.TextLimits.NewBudget();
        Clock = new ExecutionClock(services.TimedOneIn.Current);
        var options = services.Groups.Current;
        Groups = new GroupTable(first?.Groups.Room ?? new GroupRoom(options.Limit)
        {
            Crowded = room => GroupLog.Crowded(services.LoggerFactory.CreateLogger("tocsin.task"), taskId, room.Count, room.Limit),
        });
        foreach (var node in graph.Nodes)
            CheckEdges(node);
        try
        {
            foreach (var node in graph.Nodes)
                _processors[node] = CreateProcessor(node);
        }
        catch
        {
            StopTimers();
            throw;
        }

        foreach (var node in graph.Nodes)
            Link(node);
        if (services.State.Current.Every > TimeSpan.Zero && State.Nodes.Nodes.Count > 0)
            Groups.TrackChanges();
        BatchSources = [.. graph.Nodes.Select(node => _processors[node]).OfType<IBatchSource>()];
        Outlets = [.. graph.Nodes.Select(node => _processors[node]).OfType<IOutlet>()];
        Source = (ISourceProcessor)_processors[graph.Nodes[0]];
        if (options.TimeToLive > TimeSpan.Zero)
            _silent = new SilentGroups(Groups, [.. graph.Nodes.Select(node => _processors[node]).Where(IsHead)]);
        _round = options.TimeToLive / 2;
    }

    public string TaskId { get; }

    public PipelineGraph Graph { get; }

    public IReadOnlyList<Origin> Origins { get; }

    public TaskServices Services { get; }

    /// <summary>The pipeline of the task's first loop; null when this is it.</summary>
    public Pipeline? First { get; }

    public GroupTable Groups { get; }

    public TaskEndpoints Endpoints { get; } = new();

    public ISourceProcessor Source { get; }

    /// <summary>The nodes that ask for their data themselves, in the order of the script.</summary>
    public IReadOnlyList<IBatchSource> BatchSources { get; }

    /// <summary>The nodes that hand data to other systems.</summary>
    public IReadOnlyList<IOutlet> Outlets { get; }

    public ExecutionClock Clock { get; }

    /// <summary>The work that texts may take for one write.</summary>
    public TemplateBudget Texts { get; }

    public IReadOnlyList<Edge> Edges => _edges;

    /// <summary>True once it stops only to go on from what its nodes keep: they keep it.</summary>
    public bool GoesOn { get; set; }

    /// <summary>Where the data of the task is kept to be given to it once more; null when it cannot be.</summary>
    public Journal? Journal { get; set; }

    /// <summary>The position in the journal of what was processed last.</summary>
    public long Position { get; set; }

    /// <summary>What the task has raised since its state was written down, while it is given its data once more; null when it is not.</summary>
    public CatchingUp? CatchingUp { get; private set; }

    /// <summary>Data follows that was processed before. Before the first message.</summary>
    public void BeginCatchUp(CatchingUp known) => CatchingUp = known;

    /// <summary>All that follows is new. On the pipeline's thread.</summary>
    public void EndCatchUp()
    {
        CatchingUp = null;
        foreach (var node in Graph.Nodes)
            _processors[node].OnCaughtUp();
    }

    /// <summary>Moves the time of a group on, as a node did then. On the pipeline's thread.</summary>
    public void CatchUp(JournalTick tick)
    {
        if (Graph.Nodes.FirstOrDefault(node => node.Name == tick.Node) is { } node && GroupKey.TryRead(tick.Group, Groups) is { } group)
            _processors[node].OnTick(group, tick.Time);
    }

    /// <summary>The node that gives out what it holds; null while none does.</summary>
    public string? Stopping => _stopping?.Name;

    /// <summary>What its nodes keep, to be written down and taken up again.</summary>
    public PipelineState State => _state ??= new PipelineState(this);

    public Processor ProcessorOf(GraphNode node) => _processors[node];

    public void Start()
    {
        foreach (var node in Graph.Nodes)
            _processors[node].OnStart();
        if (_silent is not null)
            Schedule(_silent.Look, _round, _round);
    }

    /// <summary>Ends without the pipeline's thread, which does not come back. If it does, nothing comes of it.</summary>
    public void Abandon()
    {
        _isAbandoned = true;
        StopTimers();
        foreach (var processor in _processors.Values)
            processor.CutOff();
        foreach (var processor in _processors.Values)
            processor.OnAbandon();
    }

    /// <summary>Ends what was never started.</summary>
    public void Discard() => StopTimers();

    /// <summary>Lets every node give out what it holds, parents first.</summary>
    /// <param name="isEnd">True when the data itself has come to its end.</param>
    public void Stop(bool isEnd = false)
    {
        StopTimers();
        foreach (var node in Graph.Nodes)
        {
            if (_isAbandoned)
                return;
            _stopping = _processors[node];
            try
            {
                if (isEnd)
                    _processors[node].OnEnd();
                _processors[node].OnStop();
            }
            catch (Exception problem) when (problem is not TaskAbandonedException)
            {
                _processors[node].Fail("cannot stop node", problem.Message);
            }
        }

        _stopping = null;
    }

    /// <summary>Takes groups out, with what nodes keep for them; for <see cref="Adopt"/> of another pipeline of the task.</summary>
    public IReadOnlyList<Group> Yield(Predicate<Group> isWanted)
    {
        var groups = Groups.Take(isWanted);
        foreach (var processor in _processors.Values)
        {
            foreach (var group in groups)
                processor.OnYield(group);
        }

        return groups;
    }

    /// <summary>Takes groups in. A node keeps its states under the same number in all pipelines of a task.</summary>
    public void Adopt(IReadOnlyList<Group> groups)
    {
        foreach (var group in groups)
            Groups.Adopt(group);
        foreach (var processor in _processors.Values)
        {
            foreach (var group in groups)
                processor.OnAdopt(group);
        }
    }

    public int NewStateSlot() => _stateSlots++;

    public void Post(Action action) => _host.Post(action);

    public bool Write(PointBatch batch)
    {
        if (CatchingUp is null)
            return _host.Write(batch);

        // Others have had it.
        batch.Release();
        return true;
    }

    public ITimer Schedule(Action action, TimeSpan due, TimeSpan period)
    {
        void RunUnlessStopped()
        {
            if (!_isStopped)
                action();
        }

        var timer = Services.Time.CreateTimer(_ => _host.Post(RunUnlessStopped), null, WithinLimits(due), WithinLimits(period));
        _timers[timer] = 0;
        var scheduled = new PipelineTimer(timer, _timers);
        if (_isStopped)
            scheduled.Dispose(); // A node met a new group in what another gave out at its end.
        return scheduled;
    }

    /// <summary>True for a node that no parent tells of the end of a group: a source, or one that has several parents to take it from.</summary>
    private bool IsHead(Processor processor) => _edges.TrueForAll(edge => edge.Child != processor || !ReferenceEquals(edge.Receiver, processor));

    private void StopTimers()
    {
        _isStopped = true;
        foreach (var timer in _timers.Keys)
            timer.Dispose();
        _timers.Clear();
    }

    /// <summary>What timers can do: a period below a millisecond would count as none, and some weeks are the most.</summary>
    private static TimeSpan WithinLimits(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span
        : span < ShortestTimer ? ShortestTimer
        : span > LongestTimer ? LongestTimer
        : span;

    private static void CheckEdges(GraphNode node)
    {
        if (node.Descriptor.Wants == EdgeKind.None)
            return;
        foreach (var parent in node.Parents)
        {
            var provided = parent.Provides;
            var wanted = node.Descriptor.Wants != EdgeKind.Any ? node.Descriptor.Wants : node.Parents[0].Provides;
            if (provided == EdgeKind.None)
                throw new TaskStartException($"{node.Name} cannot follow {parent.Name}, which passes nothing on") { Span = node.Span };
            if (provided != wanted)
                throw new TaskStartException($"{node.Name} wants a {Text(wanted)} but {parent.Name} provides a {Text(provided)}") { Span = node.Span };
        }
    }

    private static string Text(EdgeKind kind) => kind == EdgeKind.Batch ? "batch" : "stream";

    private Processor CreateProcessor(GraphNode node)
    {
        try
        {
            return node.Definition is ProcessingNode definition
                ? definition.CreateProcessor(new NodeContext(this, node))
                : throw new TaskStartException($"{node.Name} cannot run: '{node.Descriptor.Name}' is not available yet");
        }
        catch (Exception problem)
        {
            // Whatever it is, a plugin's mistake perhaps.
            throw new TaskStartException(problem.Message) { Span = (problem as TaskStartException)?.Span ?? node.Span };
        }
    }

    private void Link(GraphNode node)
    {
        // A query stands below its source in the script and takes nothing from it.
        if (node.Descriptor.Wants == EdgeKind.None)
            return;
        var child = _processors[node];
        for (var i = 0; i < node.Parents.Count; i++)
        {
            var parent = _processors[node.Parents[i]];
            var edge = new Edge(parent, child, child.InputOf(i), Clock);
            parent.AddOutput(edge);
            _edges.Add(edge);
        }
    }

    private sealed class PipelineTimer(ITimer timer, ConcurrentDictionary<ITimer, byte> timers) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) =>
            timers.ContainsKey(timer) && timer.Change(WithinLimits(dueTime), WithinLimits(period));

        public void Dispose()
        {
            timers.TryRemove(timer, out _);
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            timers.TryRemove(timer, out _);
            return timer.DisposeAsync();
        }
    }
}
