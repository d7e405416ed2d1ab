using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Stream;

/// <summary>The points that are written to the task's databases. Every stream script begins here.</summary>
/// <example><code>stream|from().measurement('cpu')</code></example>
[Node("stream", Wants = EdgeKind.None, Provides = EdgeKind.Stream)]
internal sealed class StreamNode : ProcessingNode
{
    public override KnownData Follow(NodeFlow flow) => new() { Dimensions = Grouping.None.Known, Groups = Grouping.None.Groups };

    public override Processor CreateProcessor(NodeContext context) => new StreamProcessor(context);
}
