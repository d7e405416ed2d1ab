using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Dsl.Binding;

/// <summary>A bound script: nodes with their properties, ready to be made into a running pipeline.</summary>
public sealed record PipelineGraph
{
    /// <summary><see cref="EdgeKind.Stream"/> or <see cref="EdgeKind.Batch"/>: what the script's source provides.</summary>
    public required EdgeKind Type { get; init; }

    /// <summary>All nodes; parents stand before their children.</summary>
    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    /// <summary>What its lambdas may call. Default: the functions of the language.</summary>
    public FunctionCatalog Functions { get; init; } = FunctionCatalog.Default;

    /// <summary>Those of the functions that lambdas do call and that are not of the language.</summary>
    public IReadOnlyCollection<FunctionDefinition> ForeignFunctions { get; init; } = [];

    /// <summary>The script; null for a graph that has none.</summary>
    public SourceText? Source { get; init; }

    /// <summary>Nodes without parents: the source first, then those that make their own data.</summary>
    public IEnumerable<GraphNode> Sources => Nodes.Where(n => n.Parents.Count == 0);
}
