using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>Known from Kapacitor, but not available yet: a script that uses it is refused.</summary>
[Node("query", Kind = "query", Wants = EdgeKind.None, Provides = EdgeKind.Batch, Follows = ["batch"])]
public sealed class QueryNode : NodeDefinition
{
    public QueryNode(params object[] arguments) => throw NotYet.Available("batch|query()", "write a stream task that reads the same measurement, with |window() for batches");
}
