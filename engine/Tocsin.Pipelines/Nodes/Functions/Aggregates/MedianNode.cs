using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>The middle of the sorted numbers, or the mean of the two in the middle; a float.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|median('usage')</code></example>
[Node("median", Provides = EdgeKind.Stream)]
internal sealed class MedianNode(string field) : FunctionNode("median", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new MedianReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Float;
}
