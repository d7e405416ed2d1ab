using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>The arithmetic mean of numbers, a float.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|mean('usage')</code></example>
[Node("mean", Provides = EdgeKind.Stream)]
internal sealed class MeanNode(string field) : FunctionNode("mean", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new MeanReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Float;
}
