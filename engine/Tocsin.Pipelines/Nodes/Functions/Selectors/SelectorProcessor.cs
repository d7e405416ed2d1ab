using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Selectors;

/// <summary>Emits the chosen point with all its tags and fields, the function's field under the result's name.</summary>
internal sealed class SelectorProcessor(FunctionNode node, NodeContext context, Func<SelectorReducer> createReducer)
    : FunctionProcessor<SelectorReducer>(node, context, createReducer)
{
    private readonly RenamedSeries _series = new(context.Services.Series);
    private readonly RenamedField _field = new(node.As);

    protected override void EmitResult(FunctionState<SelectorReducer> state, Group group)
    {
        var reducer = state.Reducer;
        if (!reducer.TrySelect(out var selected, out var slot))
            return;

        var time = Node.UsesPointTimes && reducer.HasPointTime ? selected.Time : state.Time;
        Emit(_field.Rename(selected, slot, _series.Of(selected.Series, state.Name), time), group);
    }
}
