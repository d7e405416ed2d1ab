using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Nodes.From;
using Tocsin.Pipelines.Nodes.Functions;
using Tocsin.Pipelines.Nodes.Functions.Aggregates;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>What a script says of the data of a joined node before any came.</summary>
internal static class ForeseenData
{
    public static JoinMemory Of(NodeContext context)
    {
        var parents = context.Node.Parents;
        var memory = new JoinMemory(parents.Count);
        for (var i = 0; i < parents.Count; i++)
        {
            if (MeasurementOf(parents[i]) is { } name)
                memory.Remember(i, name, FieldsOf(parents[i], context));
        }

        return memory;
    }

    /// <summary>What the from() above reads. Between it and the join only nodes of the user's own, and those of several parents, rename.</summary>
    private static string? MeasurementOf(GraphNode node)
    {
        while (node.Parents.Count == 1 && node.Definition is not (FromNode { Measurement.Length: > 0 } or ProcessingNode { NamesMeasurements: true }))
            node = node.Parents[0];
        return node.Definition is FromNode { Measurement.Length: > 0 } from ? from.Measurement : null;
    }

    private static FieldLayout? FieldsOf(GraphNode node, NodeContext context) =>
        node.Definition is FunctionNode function && context.ProcessorOf(node) is AggregateProcessor
            ? FieldLayout.Empty.With(function.As, FieldType.Float)
            : null;
}
