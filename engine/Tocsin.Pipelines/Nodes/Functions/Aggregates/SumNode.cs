using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>Adds numbers up: integers to an integer, floats to a float. A batch without any gives the float 0.</summary>
/// <example><code>stream|from().measurement('requests')|window().period(1m).every(1m)|sum('bytes')</code></example>
[Node("sum", Provides = EdgeKind.Stream)]
internal sealed class SumNode(string field) : FunctionNode("sum", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new SumReducer());

    // Of no points it is the float 0, whatever the others are.
    private protected override ValueKind? ResultOf(ValueKind? field) => field == ValueKind.Float ? field : null;
}
