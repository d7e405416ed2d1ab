using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.StateDuration;

internal sealed class StateDurationProcessor(StateDurationNode node, SeriesPredicate condition, NodeContext context)
    : PointwiseProcessor<StateDurationProcessor.Run>(context)
{
    private readonly FieldWriter _result = new(node.As, FieldType.Float);
    private readonly FieldWriter _resultAgain = new(node.As, FieldType.Float);
    private readonly double _unit = node.Unit.Nanoseconds;
    private readonly bool _goesOn = context.Node.Provides == EdgeKind.Stream && BarrierReach.Above(context.Node) is { Delete: false };

    internal override SplitRule Split => condition.Split.Strength > SplitRule.ByGroup.Strength ? condition.Split : SplitRule.ByGroup;

    /// <summary>The state lasts until a point says otherwise: a barrier is as good as another point like the last.</summary>
    public override void OnBarrier(Group group, long time)
    {
        if (FindState(group) is { Since: { } since, Last: { } last } state && time > last.Time)
        {
            state.Last = _resultAgain.Write(last.With(last.Series, time), (time - since) / _unit);
            Emit(state.Last, group);
        }

        base.OnBarrier(group, time);
    }

    internal override string StateShape => condition.Text;

    internal override void SaveShared(StateWriter writer) => condition.SaveShared(writer);

    internal override void LoadShared(StateReader reader) => condition.LoadShared(reader);

    protected override void Save(Run state, StateWriter writer)
    {
        writer.Write(state.Memory);
        writer.Write(state.Since);
        writer.Write(state.Last);
    }

    protected override Run Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        reader.ReadInto(state.Memory);
        state.Since = reader.ReadOptional();
        state.Last = reader.ReadPointOrNull();
        return state;
    }

    protected override Run CreateState(Group group, string name) => new(condition.CreateState());

    protected override void Reset(Run state) => state.Since = null;

    protected override Point? Apply(Point point, Run state)
    {
        if (!condition.TryEvaluate(point, state.Memory, out var isMet, out var error))
        {
            Fail("error while evaluating expression", error.Text);
            return null;
        }

        state.Since = isMet ? state.Since ?? point.Time : null;
        var result = _result.Write(point, state.Since is { } since ? (point.Time - since) / _unit : -1.0);
        state.Last = _goesOn && isMet ? result : null;
        return result;
    }

    /// <summary>The time of the first point in a row.</summary>
    internal sealed class Run(ExpressionState memory)
    {
        public ExpressionState Memory { get; } = memory;

        public long? Since { get; set; }

        /// <summary>The last point emitted; null when the condition is not met, or no barrier can come.</summary>
        public Point? Last { get; set; }
    }
}
