using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.StateCount;

internal sealed class StateCountProcessor(string field, SeriesPredicate condition, NodeContext context)
    : PointwiseProcessor<StateCountProcessor.Run>(context)
{
    private readonly FieldWriter _result = new(field, FieldType.Integer);
    private readonly FieldWriter _resultAgain = new(field, FieldType.Integer);
    private readonly BarrierNode? _barrier =
        context.Node.Provides == EdgeKind.Stream && BarrierReach.Above(context.Node) is { Delete: false } barrier ? barrier : null;

    internal override SplitRule Split => condition.Split.Strength > SplitRule.ByGroup.Strength ? condition.Split : SplitRule.ByGroup;

    /// <summary>
    /// The state lasts until a point says otherwise: a barrier is as good as another point like the last. Those that come whatever data does
    /// count only when none did since the one before.
    /// </summary>
    public override void OnBarrier(Group group, long time)
    {
        if (FindState(group) is { Last: { } last } state && time > last.Time)
        {
            if (_barrier is { Period.Nanoseconds: 0 } || !state.HasNewPoint)
            {
                state.Last = _resultAgain.Write(last.With(last.Series, time), ++state.Count);
                Emit(state.Last, group);
            }

            state.HasNewPoint = false;
        }

        base.OnBarrier(group, time);
    }

    internal override string StateShape => condition.Text;

    internal override void SaveShared(StateWriter writer) => condition.SaveShared(writer);

    internal override void LoadShared(StateReader reader) => condition.LoadShared(reader);

    protected override void Save(Run state, StateWriter writer)
    {
        writer.Write(state.Memory);
        writer.Write(state.Count);
        writer.Write(state.Last);
        writer.Write(state.HasNewPoint);
    }

    protected override Run Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        reader.ReadInto(state.Memory);
        state.Count = reader.ReadInteger();
        state.Last = reader.ReadPointOrNull();
        state.HasNewPoint = reader.ReadBoolean();
        return state;
    }

    protected override Run CreateState(Group group, string name) => new(condition.CreateState());

    protected override void Reset(Run state) => state.Count = 0;

    protected override Point? Apply(Point point, Run state)
    {
        if (!condition.TryEvaluate(point, state.Memory, out var isMet, out var error))
        {
            Fail("error while evaluating expression", error.Text);
            return null;
        }

        state.Count = isMet ? state.Count + 1 : 0;
        var result = _result.Write(point, isMet ? state.Count : -1L);
        state.Last = _barrier is not null && isMet ? result : null;
        state.HasNewPoint = true;
        return result;
    }

    /// <summary>The points in a row so far.</summary>
    internal sealed class Run(ExpressionState memory)
    {
        public ExpressionState Memory { get; } = memory;

        public long Count { get; set; }

        /// <summary>The last point emitted; null when the condition is not met, or no barrier can come.</summary>
        public Point? Last { get; set; }

        /// <summary>True when a point came after the last barrier.</summary>
        public bool HasNewPoint { get; set; }
    }
}
