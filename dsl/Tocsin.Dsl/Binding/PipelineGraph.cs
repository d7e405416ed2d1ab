namespace Tocsin.Dsl.Binding;

/// <summary>A bound script: nodes with their properties, ready to be made into a running pipeline.</summary>
public sealed record PipelineGraph
{
    /// <summary><see cref="EdgeKind.Stream"/> or <see cref="EdgeKind.Batch"/>: what the script's source provides.</summary>
    public required EdgeKind Type { get; init; }

    /// <summary>All nodes; parents stand before their children.</summary>
    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    /// <summary>Nodes without parents: the source first, then those that make their own data.</summary>
    public IEnumerable<GraphNode> Sources => Nodes.Where(n => n.Parents.Count == 0);
}
