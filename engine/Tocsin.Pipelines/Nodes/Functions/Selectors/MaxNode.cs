using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>The point with the largest number, with all its tags and fields. Of several the earliest.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|max('usage')</code></example>
[Node("max", Provides = EdgeKind.Stream)]
internal sealed class MaxNode(string field) : FunctionNode("max", field)
{
    public override KnownData Follow(NodeFlow flow) => FollowSelected(flow);

    public override Processor CreateProcessor(NodeContext context) => new SelectorProcessor(this, context, () => new MaxReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
