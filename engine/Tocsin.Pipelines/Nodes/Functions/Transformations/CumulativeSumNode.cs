using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>For each point the sum of all numbers up to it: of its batch, or of its group in a stream.</summary>
/// <example><code>stream|from().measurement('sales')|window().period(1d).every(1h)|cumulativeSum('amount')</code></example>
[Node("cumulativeSum")]
internal sealed class CumulativeSumNode(string field) : FunctionNode("cumulativeSum", field)
{
    public override Processor CreateProcessor(NodeContext context) =>
        new TransformationProcessor(this, context, () => new CumulativeSumReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
