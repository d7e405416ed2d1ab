using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.NoOp;

/// <summary>Passes everything on. Made below a node that is watched and has no child, so that what leaves it can be counted.</summary>
[Node("noop", InScript = false)]
internal sealed class NoOpNode : ProcessingNode
{
    public override KnownData Follow(NodeFlow flow) => flow.Input;

    public override Processor CreateProcessor(NodeContext context) => new NoOpProcessor(context);
}
