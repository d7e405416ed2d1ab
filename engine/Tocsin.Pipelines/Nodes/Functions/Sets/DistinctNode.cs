using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>Each different value once, of any type, by the time it first came; a batch of points with the group's tags.</summary>
/// <example><code>stream|from().measurement('logins')|window().period(1h).every(1h)|distinct('user')|count('distinct')</code></example>
[Node("distinct", Provides = EdgeKind.Batch)]
internal sealed class DistinctNode(string field) : FunctionNode("distinct", field)
{
    public override Processor CreateProcessor(NodeContext context) => new SetProcessor(this, context, () => new DistinctReducer());

    private protected override bool TakesAnyKind => true;

    private protected override ValueKind? ResultOf(ValueKind? field) => field;
}
