namespace Tocsin.Pipelines.Tasks;

/// <summary>A running task's counters at one moment.</summary>
/// <param name="Throughput">Messages that entered the task, per second.</param>
/// <param name="Nodes">In the order of the graph.</param>
public sealed record TaskStats(double Throughput, IReadOnlyList<TaskStats.NodeValues> Nodes)
{
    /// <summary>A node's counters.</summary>
    /// <param name="Name">The node's name in the task.</param>
    public sealed record NodeValues(string Name, IReadOnlyList<(string Name, long Value)> Values);
}
