using Tocsin.Dsl.Binding;
using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Tasks;

/// <summary>A task that executes: its pipeline and the loop that drives it.</summary>
public sealed class RunningTask : IPipelineHost
{
    private readonly TaskLoop _loop;
    private readonly TaskMaster _master;

    internal RunningTask(string id, PipelineGraph graph, IReadOnlyList<Origin> origins, TaskServices services, TaskMaster master)
    {
        Id = id;
        Origins = origins;
        _master = master;
        _loop = new TaskLoop(services.WhenSafe, services.Time, problem => TaskLog.LoopError(services.LoggerFactory.CreateLogger("tocsin.task"), id, problem));
        Pipeline = new Pipeline(id, graph, origins, services, this);
        Throughput = new Throughput(services.Time);
    }

    public string Id { get; }

    /// <summary>The databases and retention policies the task reads, each once.</summary>
    public IReadOnlyList<Origin> Origins { get; }

    /// <summary>What HTTP requests can read of the task.</summary>
    public TaskEndpoints Endpoints => Pipeline.Endpoints;

    /// <summary>The script that runs: a definition that was changed since may have another.</summary>
    public string Script { get; init; } = "";

    /// <summary>What the task has taken in and is not through with.</summary>
    public TaskLag Lag => _loop.Lag;

    /// <summary>Points and batches that entered the task.</summary>
    public long Entered => TaskStatsReader.Entered(Pipeline);

    /// <summary>Messages that any node could not process.</summary>
    public long Errors => TaskStatsReader.Errors(Pipeline);

    /// <summary>The last of them; null when there is none.</summary>
    public TaskFailure? LastFailure => TaskStatsReader.LastFailure(Pipeline, Script);

    /// <summary>The task's counters now.</summary>
    public TaskStats ReadStats() => TaskStatsReader.Read(Pipeline, Throughput);

    /// <summary>The task as a DOT graph with its counters.</summary>
    /// <param name="hasLabels">True to show counters as labels, false to give them as attributes.</param>
    public string Dot(bool hasLabels) => RunningDot.Write(this, hasLabels);

    internal Pipeline Pipeline { get; }

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
        }
        catch
        {
            Pipeline.Stop();
            throw;
        }

        _loop.Start(Pipeline, Pipeline.Graph.Nodes.Any(node => node.Definition is ProcessingNode { Blocks: true }));
    }

    /// <summary>Processes what is queued, lets the nodes give out what they hold, and ends.</summary>
    internal async Task StopAsync()
    {
        await _loop.StopAsync().ConfigureAwait(false);
        await Task.Run(Pipeline.Stop).ConfigureAwait(false);
        await Pipeline.Services.WhenSafe().ConfigureAwait(false);
    }

    internal ValueTask EnqueueAsync(PointBatch batch) => _loop.EnqueueAsync(batch);

    void IPipelineHost.Post(Action action) => _loop.Post(action);

    void IPipelineHost.Write(PointBatch batch) => _master.WriteOnBehalf(batch, _loop.Current);
}
