using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Sets;

/// <summary>Emits a batch of points that have a result as their only field.</summary>
internal sealed class SetProcessor(FunctionNode node, NodeContext context, Func<SetReducer> createReducer)
    : FunctionProcessor<SetReducer>(node, context, createReducer)
{
    private readonly RenamedSeries _series = new(context.Services.Series);

    protected override void EmitResult(FunctionState<SetReducer> state, Group group)
    {
        var reducer = state.Reducer;
        var results = reducer.Results();
        var points = new Point[results.Count];
        var hasPointTimes = Node.UsesPointTimes || reducer.HasOwnTimes;
        var end = state.Time;
        for (var i = 0; i < points.Length; i++)
        {
            var result = results[i];
            var time = hasPointTimes ? result.Time : state.Time;
            end = Math.Max(end, time);
            var series = reducer.KeepsTags && result.Point is { } point
                ? _series.Of(point.Series, state.Name)
                : state.SeriesOf(group, Context.Services.Series);
            points[i] = result.Text is { } text
                ? Results.Text(series, time, text)
                : Results.Number(series, time, reducer.ResultType, result.Bits);
        }

        Emit(new Batch(state.Name, group, end, points));
    }
}
