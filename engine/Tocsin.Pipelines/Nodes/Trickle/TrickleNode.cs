using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Trickle;

/// <summary>Makes a stream of batches: each point of a batch goes on by itself, with the measurement and the group of its batch.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(1m).every(1m)|trickle()|alert().crit(lambda: "usage" > 90.0)</code></example>
[Node("trickle", Wants = EdgeKind.Batch, Provides = EdgeKind.Stream)]
internal sealed class TrickleNode : ProcessingNode
{
    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) => new TrickleProcessor(context);
}
