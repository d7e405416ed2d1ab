using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>For each point but the first its number less the one before. A second point of the same time is left out.</summary>
/// <example><code>stream|from().measurement('net').groupBy('host')|difference('packets')</code></example>
[Node("difference")]
internal sealed class DifferenceNode(string field) : FunctionNode("difference", field)
{
    public override Processor CreateProcessor(NodeContext context) =>
        new TransformationProcessor(this, context, () => new DifferenceReducer());

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
