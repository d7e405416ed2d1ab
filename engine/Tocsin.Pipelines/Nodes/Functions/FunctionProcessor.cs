using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>Feeds the points of each batch, or of each time of a group, to a reducer and has its result emitted.</summary>
internal abstract class FunctionProcessor<TReducer> : GroupedProcessor<FunctionState<TReducer>>
    where TReducer : Reducer
{
    private readonly Func<TReducer> _createReducer;
    private readonly TReducer? _shared;
    private readonly FieldInput _input;

    protected FunctionProcessor(FunctionNode node, NodeContext context, Func<TReducer> createReducer)
        : base(context)
    {
        Node = node;
        _createReducer = createReducer;
        _shared = context.Node.Parents[0].Provides == EdgeKind.Batch ? createReducer() : null;
        _input = new FieldInput(node, this);
        Results = new ResultFields(node.As);
    }

    protected FunctionNode Node { get; }

    /// <summary>Layouts of points that have the result as their only field.</summary>
    protected ResultFields Results { get; }

    internal override SplitRule Split => SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        if (state.Time != point.Time)
            Complete(state, group);
        if (!state.IsOpen)
            state.Open(point.Name, point.Time);
        _input.Feed(state.Reducer, point);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        var reducer = state.Reducer;
        state.Open(state.Name, batch.Time);
        _input.Feed(reducer, batch.Span);
        if (reducer.Type == FieldType.Null)
            EmitNothing(state, batch.Group);
        else
            EmitResult(state, batch.Group);
    }

    /// <summary>In a stream, no point of the time that is gathered comes any more once a barrier is past it.</summary>
    public override void OnBarrier(Group group, long time)
    {
        if (_shared is null && FindState(group) is { } state && state.Time < time)
            Complete(state, group);
        base.OnBarrier(group, time);
    }

    internal override void OnAdopt(Group group)
    {
        base.OnAdopt(group);
        if (_shared is not null)
            FindState(group)?.Use(_shared);
    }

    // Each batch is worked off in one go: nothing is left of it.
    internal override string? StateShape => _shared is null ? Node.StateShape : null;

    protected override void Save(FunctionState<TReducer> state, StateWriter writer) => state.Save(writer);

    protected override FunctionState<TReducer> Load(Group group, StateReader reader) => CreateState(group, "").Load(reader);

    protected override FunctionState<TReducer> CreateState(Group group, string name) => new(name, _shared ?? _createReducer());

    private void Complete(FunctionState<TReducer> state, Group group)
    {
        if (!state.IsOpen)
            return;
        state.Close();
        if (state.Reducer.Type != FieldType.Null)
            EmitResult(state, group);
    }

    /// <summary>Emits the result of at least one value.</summary>
    protected abstract void EmitResult(FunctionState<TReducer> state, Group group);

    /// <summary>Called for a batch without a usable value: most functions then emit nothing.</summary>
    protected virtual void EmitNothing(FunctionState<TReducer> state, Group group)
    {
    }
}
