using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>The latest point, with all its tags and fields. Of several at one time the one with the largest value.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|last('usage')</code></example>
[Node("last", Provides = EdgeKind.Stream)]
internal sealed class LastNode(string field) : FunctionNode("last", field)
{
    public override KnownData Follow(NodeFlow flow) => FollowSelected(flow);

    public override Processor CreateProcessor(NodeContext context) => new SelectorProcessor(this, context, () => new LastReducer());

    private protected override bool TakesAnyKind => true;

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
