using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Binding.Flow;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>Counts values of any type. A batch without any gives 0.</summary>
/// <example><code>stream|from().measurement('requests')|window().period(1m).every(1m)|count('duration')</code></example>
[Node("count", Provides = EdgeKind.Stream)]
internal sealed class CountNode(string field) : FunctionNode("count", field)
{
    /// <inheritdoc/>
    public override KnownData Follow(NodeFlow flow) =>
        flow.Input.IsNeverEmpty ? base.Follow(flow) with { Counts = [As] } : base.Follow(flow);

    public override Processor CreateProcessor(NodeContext context) => new AggregateProcessor(this, context, () => new CountReducer());

    private protected override bool TakesAnyKind => true;

    private protected override ValueKind? ResultOf(ValueKind? field) => ValueKind.Integer;
}
