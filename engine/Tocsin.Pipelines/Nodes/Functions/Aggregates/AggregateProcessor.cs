using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Aggregates;

/// <summary>Emits one point with the group's tags and the result as its only field.</summary>
internal sealed class AggregateProcessor(FunctionNode node, NodeContext context, Func<AggregateReducer> createReducer)
    : FunctionProcessor<AggregateReducer>(node, context, createReducer)
{
    private readonly Point _output = Point.Pooled();

    protected override void EmitResult(FunctionState<AggregateReducer> state, Group group) => EmitReduced(state, group, state.Reducer.Result());

    protected override void EmitNothing(FunctionState<AggregateReducer> state, Group group)
    {
        if (state.Reducer.OfNothing is { } result)
            EmitReduced(state, group, result);
    }

    private void EmitReduced(FunctionState<AggregateReducer> state, Group group, Reduced result)
    {
        var time = Node.UsesPointTimes ? result.PointTime ?? state.Time : state.Time;
        Results.Fill(_output, state.SeriesOf(group, Context.Services.Series), time, result.Type, result.Bits);
        Emit(_output, group);
    }
}
