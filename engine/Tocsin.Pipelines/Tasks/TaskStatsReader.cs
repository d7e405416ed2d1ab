using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>Reads the counters of a task's pipelines while they run; values may be a little apart in time.</summary>
internal static class TaskStatsReader
{
    /// <param name="pipelines">Of each loop of the task one.</param>
    public static TaskStats Read(IReadOnlyList<Pipeline> pipelines, Throughput throughput)
    {
        var collected = pipelines.SelectMany(pipeline => pipeline.Edges)
            .GroupBy(edge => edge.Child.Name).ToDictionary(edges => edges.Key, edges => edges.Sum(edge => edge.Count), StringComparer.Ordinal);
        var nodes = new List<TaskStats.NodeValues>();
        var edges = new List<TaskStats.EdgeCount>();
        foreach (var node in pipelines[0].Graph.Nodes)
        {
            var processors = pipelines.Select(pipeline => pipeline.ProcessorOf(node)).ToList();
            nodes.Add(ReadNode(node, processors, collected));
            for (var i = 0; i < processors[0].Outputs.Count; i++)
                edges.Add(new TaskStats.EdgeCount(node.Name, processors[0].Outputs[i].Child.Name, Text(node.Provides), processors.Sum(processor => processor.Outputs[i].Count)));
        }

        return new TaskStats(throughput.Read(Entered(pipelines)), nodes) { Edges = edges };
    }

    /// <summary>Messages that came into the task.</summary>
    public static long Entered(IReadOnlyList<Pipeline> pipelines) =>
        pipelines.SelectMany(pipeline => pipeline.Edges).Where(edge => edge.Parent is ISourceProcessor or IBatchSource).Sum(edge => edge.Count);

    /// <summary>Messages that any node could not process.</summary>
    public static long Errors(IReadOnlyList<Pipeline> pipelines) =>
        pipelines.Sum(pipeline => pipeline.Graph.Nodes.Sum(node => pipeline.ProcessorOf(node).Stats.Errors));

    /// <summary>The last of them; null when there is none.</summary>
    public static TaskFailure? LastFailure(IReadOnlyList<Pipeline> pipelines, string script)
    {
        (GraphNode Node, NodeFailure Failure)? last = null;
        foreach (var (pipeline, node) in pipelines.SelectMany(pipeline => pipeline.Graph.Nodes.Select(node => (pipeline, node))))
        {
            if (pipeline.ProcessorOf(node).Stats.LastFailure is { } failure && (last is null || failure.Time > last.Value.Failure.Time))
                last = (node, failure);
        }

        return last is var (place, why) ? new TaskFailure(place.Name, new SourceText(script).PositionOf(place.Span.Start), why) : null;
    }

    // A source has no edge above: each of those below gets all that it takes.
    private static long Collected(IReadOnlyList<Processor> processors, IReadOnlyDictionary<string, long> collected) => processors[0] is ISourceProcessor or IBatchSource
        ? processors.Sum(processor => processor.Outputs.Select(edge => edge.Count).FirstOrDefault())
        : collected.GetValueOrDefault(processors[0].Name);

    private static TaskStats.NodeValues ReadNode(GraphNode node, IReadOnlyList<Processor> processors, IReadOnlyDictionary<string, long> collected)
    {
        var stats = processors.Select(processor => processor.Stats).ToList();
        var values = new List<(string, long)>
        {
            ("avg_exec_time_ns", (long)stats.Select(of => of.AverageExecutionNanoseconds).Where(time => time > 0).DefaultIfEmpty().Average()),
            ("collected", Collected(processors, collected)),
            ("emitted", processors.Sum(processor => processor.Outputs.Sum(edge => edge.Count))),
            ("errors", stats.Sum(of => of.Errors)),
            ("working_cardinality", stats.Sum(of => of.WorkingCardinality)),
        };
        for (var i = 0; i < stats[0].Counters.Count; i++)
            values.Add((stats[0].Counters[i].Name, stats.Sum(of => of.Counters[i].Value)));
        return new TaskStats.NodeValues(node.Name, values)
        {
            Kind = node.Descriptor.Name,
            Type = Text(node.Parents is [var parent, ..] ? parent.Provides : node.Provides),
        };
    }

    private static string Text(EdgeKind kind) => kind == EdgeKind.Batch ? "batch" : "stream";
}
