using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Tasks;

/// <summary>Reads the counters of a pipeline while it runs; values may be a little apart in time.</summary>
internal static class TaskStatsReader
{
    public static TaskStats Read(Pipeline pipeline, Throughput throughput)
    {
        var nodes = pipeline.Graph.Nodes.Select(node => ReadNode(pipeline, node.Name, pipeline.ProcessorOf(node))).ToList();
        return new TaskStats(throughput.Read(Entered(pipeline)), nodes);
    }

    /// <summary>Messages that came into the task.</summary>
    public static long Entered(Pipeline pipeline) => pipeline.Edges.Where(edge => edge.Parent is ISourceProcessor).Sum(edge => edge.Count);

    private static TaskStats.NodeValues ReadNode(Pipeline pipeline, string name, Processor processor)
    {
        var values = new List<(string, long)>
        {
            ("avg_exec_time_ns", processor.Stats.AverageExecutionNanoseconds),
            ("collected", pipeline.Edges.Where(edge => edge.Child == processor).Sum(edge => edge.Count)),
            ("emitted", processor.Outputs.Sum(edge => edge.Count)),
            ("errors", processor.Stats.Errors),
            ("working_cardinality", processor.Stats.WorkingCardinality),
        };
        values.AddRange(processor.Stats.Counters.Select(counter => (counter.Name, counter.Value)));
        return new TaskStats.NodeValues(name, values);
    }
}
