using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Reads the counters of a pipeline while it runs; values may be a little apart in time.</summary>
internal static class TaskStatsReader
{
    public static TaskStats Read(Pipeline pipeline, Throughput throughput)
    {
        var collected = pipeline.Edges.GroupBy(edge => edge.Child).ToDictionary(edges => edges.Key, edges => edges.Sum(edge => edge.Count));
        var nodes = pipeline.Graph.Nodes
            .Select(node => ReadNode(node, pipeline.ProcessorOf(node), collected))
            .ToList();
        var edges = pipeline.Graph.Nodes
            .SelectMany(node => pipeline.ProcessorOf(node).Outputs.Select(edge => new TaskStats.EdgeCount(node.Name, edge.Child.Name, Text(node.Provides), edge.Count)))
            .ToList();
        return new TaskStats(throughput.Read(Entered(pipeline)), nodes) { Edges = edges };
    }

    /// <summary>Messages that came into the task.</summary>
    public static long Entered(Pipeline pipeline) => pipeline.Edges.Where(edge => edge.Parent is ISourceProcessor or IBatchSource).Sum(edge => edge.Count);

    /// <summary>Messages that any node could not process.</summary>
    public static long Errors(Pipeline pipeline) => pipeline.Graph.Nodes.Sum(node => pipeline.ProcessorOf(node).Stats.Errors);

    /// <summary>The last of them; null when there is none.</summary>
    public static TaskFailure? LastFailure(Pipeline pipeline, string script)
    {
        (GraphNode Node, NodeFailure Failure)? last = null;
        foreach (var node in pipeline.Graph.Nodes)
        {
            if (pipeline.ProcessorOf(node).Stats.LastFailure is { } failure && (last is null || failure.Time > last.Value.Failure.Time))
                last = (node, failure);
        }

        return last is var (place, why) ? new TaskFailure(place.Name, new SourceText(script).PositionOf(place.Span.Start), why) : null;
    }

    // A source has no edge above: each of those below gets all that it takes.
    private static long Collected(Processor processor, IReadOnlyDictionary<Processor, long> collected) => processor is ISourceProcessor or IBatchSource
        ? processor.Outputs.Select(edge => edge.Count).FirstOrDefault()
        : collected.GetValueOrDefault(processor);

    private static TaskStats.NodeValues ReadNode(GraphNode node, Processor processor, IReadOnlyDictionary<Processor, long> collected)
    {
        var values = new List<(string, long)>
        {
            ("avg_exec_time_ns", processor.Stats.AverageExecutionNanoseconds),
            ("collected", Collected(processor, collected)),
            ("emitted", processor.Outputs.Sum(edge => edge.Count)),
            ("errors", processor.Stats.Errors),
            ("working_cardinality", processor.Stats.WorkingCardinality),
        };
        values.AddRange(processor.Stats.Counters.Select(counter => (counter.Name, counter.Value)));
        return new TaskStats.NodeValues(node.Name, values)
        {
            Kind = node.Descriptor.Name,
            Type = Text(node.Parents is [var parent, ..] ? parent.Provides : node.Provides),
        };
    }

    private static string Text(EdgeKind kind) => kind == EdgeKind.Batch ? "batch" : "stream";
}
