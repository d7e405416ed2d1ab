using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>The difference between the largest and the smallest number.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|spread('usage')</code></example>
[Node("spread", Provides = EdgeKind.Stream)]
internal sealed class SpreadNode(string field) : FunctionNode("spread", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new SpreadReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
