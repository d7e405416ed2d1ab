namespace Tocsin.Pipelines.Tasks;

/// <summary>A running task's counters at one moment.</summary>
/// <param name="Throughput">Messages that entered the task, per second.</param>
/// <param name="Nodes">In the order of the graph.</param>
public sealed record TaskStats(double Throughput, IReadOnlyList<TaskStats.NodeValues> Nodes)
{
    /// <summary>The ways between the nodes, in the order of the graph.</summary>
    public IReadOnlyList<EdgeCount> Edges { get; init; } = [];

    /// <summary>A node's counters.</summary>
    /// <param name="Name">The node's name in the task.</param>
    public sealed record NodeValues(string Name, IReadOnlyList<(string Name, long Value)> Values)
    {
        /// <summary>What scripts call nodes of its kind.</summary>
        public string Kind { get; init; } = "";

        /// <summary>What it takes in, or gives when it takes nothing: <c>stream</c> or <c>batch</c>.</summary>
        public string Type { get; init; } = "";
    }

    /// <summary>What passed from one node to another.</summary>
    public sealed record EdgeCount(string Parent, string Child, string Type, long Count);
}
