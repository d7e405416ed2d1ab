using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>The standard deviation of a sample of numbers, a float; 0 for a single one.</summary>
/// <example><code>stream|from().measurement('cpu')|window().period(5m).every(1m)|stddev('usage')</code></example>
[Node("stddev", Provides = EdgeKind.Stream)]
internal sealed class StddevNode(string field) : FunctionNode("stddev", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new StddevReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Float;
}
