using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Stats;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions.Transformations;

/// <summary>
/// Emits a point with the group's tags for each point. In a stream a group's values belong together for good; each batch starts anew, and an
/// empty one passes as such.
/// </summary>
internal sealed class TransformationProcessor : GroupedProcessor<FunctionState<TransformationReducer>>
{
    private readonly FunctionNode _node;
    private readonly Func<TransformationReducer> _createReducer;
    private readonly TransformationReducer? _shared;
    private readonly FieldInput _input;
    private readonly ResultFields _results;

    public TransformationProcessor(FunctionNode node, NodeContext context, Func<TransformationReducer> createReducer)
        : base(context)
    {
        _node = node;
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

    // Each batch is worked off in one go: nothing is left of it. What a report of counts says after a restart is not to be compared with one of before.
    internal override string? StateShape => _shared is null && !(_node is DifferenceNode or ElapsedNode && StatsNode.IsAbove(Context.Node)) ? _node.StateShape : null;

    protected override void Save(FunctionState<TransformationReducer> state, StateWriter writer) => state.Save(writer);

    protected override FunctionState<TransformationReducer> Load(Group group, StateReader reader) => CreateState(group, "").Load(reader);

    protected override FunctionState<TransformationReducer> CreateState(Group group, string name) => new(name, _shared ?? _createReducer());

    private Point? Result(FunctionState<TransformationReducer> state, Group group) =>
        state.Reducer.Type != FieldType.Null && state.Reducer.TryTake(out var result)
            ? _results.Number(state.SeriesOf(group, Context.Services.Series), result.Time, result.Type, result.Bits)
            : null;
}
