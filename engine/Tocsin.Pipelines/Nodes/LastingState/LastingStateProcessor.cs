using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Barrier;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.LastingState;

/// <summary>
/// A processor that adds to each point how long its group has met a condition, in whatever unit. The state lasts until a point says otherwise: a
/// barrier is as good as another point like the last.
/// </summary>
/// <param name="field">Takes the result.</param>
/// <param name="type">The type of the result.</param>
/// <param name="condition">What makes the state.</param>
/// <typeparam name="TRun">What is known of the state of a group.</typeparam>
internal abstract class LastingStateProcessor<TRun>(string field, FieldType type, SeriesPredicate condition, NodeContext context)
    : PointwiseProcessor<TRun>(context)
    where TRun : LastingRun
{
    private readonly FieldWriter _result = new(field, type);
    private readonly FieldWriter _resultAgain = new(field, type);

    internal override SplitRule Split => condition.Split.Strength > SplitRule.ByGroup.Strength ? condition.Split : SplitRule.ByGroup;

    internal override string StateShape => condition.Text;

    /// <summary>Whose barriers make the state go on; null when none come.</summary>
    protected BarrierNode? Barrier { get; } =
        context.Node.Provides == EdgeKind.Stream && BarrierReach.Above(context.Node) is { Delete: false } barrier ? barrier : null;

    public override void OnBarrier(Group group, long time)
    {
        if (FindState(group) is { Last: { } last } run && time > last.Time && GoesOn(run, time))
        {
            run.Last = Write(_resultAgain, last.With(last.Series, time), run);
            Emit(run.Last, group);
        }

        base.OnBarrier(group, time);
    }

    internal override void SaveShared(StateWriter writer) => condition.SaveShared(writer);

    internal override void LoadShared(StateReader reader) => condition.LoadShared(reader);

    protected override TRun CreateState(Group group, string name) => NewRun(condition.CreateState());

    protected override Point? Apply(Point point, TRun run)
    {
        if (!condition.TryEvaluate(point, run.Memory, out var isMet, out var error))
        {
            Fail("error while evaluating expression", error.Text);
            return null;
        }

        Note(point, isMet, run);
        var result = Write(_result, point, run);
        run.Last = Barrier is not null && isMet ? result : null;
        return result;
    }

    protected abstract TRun NewRun(ExpressionState memory);

    /// <summary>Takes in a point.</summary>
    protected abstract void Note(Point point, bool isMet, TRun run);

    /// <summary>Takes in a barrier while the condition is met; false when the result is not to be told again.</summary>
    protected abstract bool GoesOn(TRun run, long time);

    /// <summary>The point with the result.</summary>
    protected abstract Point Write(FieldWriter writer, Point point, TRun run);
}
