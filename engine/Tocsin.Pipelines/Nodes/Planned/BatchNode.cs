using Tocsin.Dsl.Binding;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Planned;

/// <summary>The source of batch scripts. Known, but not available yet.</summary>
[Node("batch", Wants = EdgeKind.None, Provides = EdgeKind.None)]
public sealed class BatchNode : ProcessingNode
{
    public override Processor CreateProcessor(NodeContext context) => throw new TaskStartException("batch tasks are not available yet");
}
