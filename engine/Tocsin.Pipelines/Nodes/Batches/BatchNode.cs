using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Batches;

/// <summary>
/// The begin of every batch script: <c>|query()</c> and <c>|queryFlux()</c> below it ask an InfluxDB for data, again and again.
/// </summary>
/// <example><code>batch|query('SELECT mean(usage) FROM "telegraf"."autogen"."cpu"').period(5m).every(1m).groupBy('host')</code></example>
[Node("batch", Wants = EdgeKind.None, Provides = EdgeKind.None)]
internal sealed class BatchNode : ProcessingNode
{
    public override Processor CreateProcessor(NodeContext context) => new BatchProcessor(context);
}
