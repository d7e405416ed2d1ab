using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>The number that occurs most often; the smallest when none occurs twice.</summary>
/// <example><code>stream|from().measurement('disk')|window().period(5m).every(1m)|mode('errors')</code></example>
[Node("mode", Provides = EdgeKind.Stream)]
internal sealed class ModeNode(string field) : FunctionNode("mode", field)
{
    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new ModeReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
