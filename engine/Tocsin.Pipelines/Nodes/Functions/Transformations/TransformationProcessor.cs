using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>
/// Emits a point with the group's tags for each point. In a stream a group's values belong together for good; each batch starts anew, and an
/// empty one passes as such.
/// </summary>
internal sealed class TransformationProcessor : GroupedProcessor<FunctionState<TransformationReducer>>
{
    private readonly Func<TransformationReducer> _createReducer;
    private readonly TransformationReducer? _shared;
    private readonly FieldInput _input;
    private readonly ResultFields _results;

    public TransformationProcessor(FunctionNode node, NodeContext context, Func<TransformationReducer> createReducer)
        : base(context)
    {
        _createReducer = createReducer;
        _shared = context.Node.Parents[0].Provides == EdgeKind.Batch ? createReducer() : null;
        _input = new FieldInput(node, this);
        _results = new ResultFields(node.As);
    }

    internal override SplitRule Split => SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        if (!state.IsOpen)
            state.Open(state.Name, point.Time);
        _input.Feed(state.Reducer, point);
        if (Result(state, group) is { } result)
            Emit(result, group);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        state.Open(state.Name, batch.Time);
        var points = new List<Point>(batch.Points.Count);
        foreach (var point in batch.Span)
        {
            _input.Feed(state.Reducer, point);
            if (Result(state, batch.Group) is { } result)
                points.Add(result);
        }

        Emit(new Batch(batch.Name, batch.Group, batch.Time, points));
    }

    internal override void OnAdopt(Group group)
    {
        base.OnAdopt(group);
        if (_shared is not null)
            FindState(group)?.Use(_shared);
    }

    protected override FunctionState<TransformationReducer> CreateState(Group group, string name) => new(name, _shared ?? _createReducer());

    private Point? Result(FunctionState<TransformationReducer> state, Group group) =>
        state.Reducer.Type != FieldType.Null && state.Reducer.TryTake(out var result)
            ? _results.Number(state.SeriesOf(group, Context.Services.Series), result.Time, result.Type, result.Bits)
            : null;
}
