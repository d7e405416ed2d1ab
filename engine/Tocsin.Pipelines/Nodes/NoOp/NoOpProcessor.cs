using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.NoOp;

internal sealed class NoOpProcessor(NodeContext context) : Processor(context)
{
    internal override SplitRule Split => SplitRule.Anywhere;
}
