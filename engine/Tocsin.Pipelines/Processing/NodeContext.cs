using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Templates;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Journals;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Processing;

/// <summary>What a processor knows of its place: the task, the node, counters, services, time.</summary>
public sealed class NodeContext
{
    private readonly Pipeline _pipeline;

    internal NodeContext(Pipeline pipeline, GraphNode node)
    {
        _pipeline = pipeline;
        Node = node;
        Logger = pipeline.Services.LoggerFactory.CreateLogger("tocsin.task");
    }

    /// <summary>The node and its neighbours.</summary>
    public GraphNode Node { get; }

    public string NodeName => Node.Name;

    public string TaskId => _pipeline.TaskId;

    /// <summary>Databases and retention policies the task reads.</summary>
    internal IReadOnlyList<Origin> Origins => _pipeline.Origins;

    /// <summary>True when errors are counted but not logged.</summary>
    public bool IsQuiet => Node.Definition.IsQuiet;

    internal NodeStats Stats { get; } = new();

    /// <summary>True while the task stops only to go on from what its nodes keep.</summary>
    internal bool GoesOn => _pipeline.GoesOn;

    /// <summary>True while the task is given what was written before it started: what it raises was raised then, and clocks stand still.</summary>
    internal bool CatchesUp => _pipeline.CatchingUp is not null;

    /// <summary>The position in the journal of what is processed.</summary>
    internal long Position => _pipeline.Position;

    internal GroupTable Groups => _pipeline.Groups;

    /// <summary>The node's processor in the first loop of the task; null in that one. Not for what only one thread may use.</summary>
    internal Processor? First => _pipeline.First?.ProcessorOf(Node);

    /// <summary>False for a group that each loop of the task has, in all but the first.</summary>
    internal bool Counts(Group group) => _pipeline.First is null || group != Groups.Nil;

    /// <summary>What lambdas of the task may call.</summary>
    public FunctionCatalog Functions => _pipeline.Graph.Functions;

    /// <summary>All nodes of the task, and its script.</summary>
    internal PipelineGraph Graph => _pipeline.Graph;

    /// <summary>Where the node stands in the script, <c>line 3 char 6</c>; empty when there is no script.</summary>
    public string Place => _pipeline.Graph.Source?.PositionOf(Node.Span.Start).ToString() ?? "";

    /// <summary>What the pipeline shares with the rest of the server.</summary>
    public TaskServices Services => _pipeline.Services;

    public ILogger Logger { get; }

    /// <summary>How far the events of a group of this node are committed, beyond the state that the task goes on from; null when there is nothing.</summary>
    internal RaisedRow? Raised(Group group) => _pipeline.CatchingUp?.Raised(NodeName, group);

    /// <summary>What is to be committed with an event of a group; null where the data is given to the task but once.</summary>
    /// <param name="number">The number of the event.</param>
    /// <param name="began">The level that topics knew when the group's data was seen first.</param>
    internal RaisedRow? Raise(Group group, long number, AlertLevel began)
    {
        if (_pipeline.Journal is not { } journal)
            return null;

        // What moved the time on is to be known as soon as what came of it is.
        journal.FlushTicks();
        return new RaisedRow(TaskId, NodeName, GroupKey.Write(group), number, began, _pipeline.Position);
    }

    /// <summary>Notes that the node moves the time of a group on although no data says so.</summary>
    internal void NoteTick(Group group, long time)
    {
        if (!CatchesUp)
            _pipeline.Journal?.Note(new JournalTick(_pipeline.Position, TaskId, NodeName, GroupKey.Write(group), time));
    }

    /// <summary>What HTTP requests can read of the task, by path.</summary>
    public TaskEndpoints Endpoints => _pipeline.Endpoints;

    /// <summary>The work that texts may take for one write.</summary>
    internal TemplateBudget Texts => _pipeline.Texts;

    /// <summary>A number under which a processor keeps its state in each <see cref="Group"/>.</summary>
    internal int NewStateSlot() => _pipeline.NewStateSlot();

    /// <summary>The processor of another node of the pipeline, made before this one: a parent, or what this one watches.</summary>
    internal Processor ProcessorOf(GraphNode node) => _pipeline.ProcessorOf(node);

    /// <summary>Runs something on the pipeline's thread, after what is already waiting there.</summary>
    public void Post(Action action) => _pipeline.Post(action);

    /// <summary>Runs something on the pipeline's thread when time has come, again and again if a period is given. Ends when disposed or stopped.</summary>
    /// <param name="due">From now.</param>
    /// <param name="period">Between two runs; <see cref="Timeout.InfiniteTimeSpan"/> for one run.</param>
    public ITimer Schedule(Action action, TimeSpan due, TimeSpan period) => _pipeline.Schedule(action, due, period);

    /// <summary>
    /// Writes points as if they had been posted. The write that is being processed is not acknowledged before they have passed their tasks
    /// too.
    /// </summary>
    /// <param name="batch">The points.</param>
    /// <returns>False when nothing was written, because this node's own points have led to these.</returns>
    internal bool Write(PointBatch batch)
    {
        batch.Writers = new BatchWriters(Node, null);
        return _pipeline.Write(batch);
    }
}
