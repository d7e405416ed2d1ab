using System.Collections.Frozen;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Batches;

/// <summary>Takes nothing of what is written: the queries below ask for their data themselves.</summary>
internal sealed class BatchProcessor(NodeContext context) : Processor(context), ISourceProcessor
{
    public IReadOnlySet<string> Measurements => FrozenSet<string>.Empty;

    public SeriesPart? Part { get; set; }

    internal override SplitRule Split => SplitRule.Together("makes queries, whose answers pass one after the other");

    public void OnWrite(BatchShare points, ExecutionClock clock)
    {
    }
}
