using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Nodes.LastingState;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.StateDuration;

internal sealed class StateDurationProcessor(StateDurationNode node, SeriesPredicate condition, NodeContext context)
    : LastingStateProcessor<StateDurationProcessor.Run>(node.As, FieldType.Float, condition, context)
{
    private readonly double _unit = node.Unit.Nanoseconds;

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

    protected override Run NewRun(ExpressionState memory) => new(memory);

    protected override void Reset(Run state) => state.Since = null;

    protected override void Note(Point point, bool isMet, Run run) => run.Since = isMet ? run.Since ?? point.Time : null;

    protected override bool GoesOn(Run run, long time) => run.Since is not null;

    protected override Point Write(FieldWriter writer, Point point, Run run) => writer.Write(point, run.Since is { } since ? (point.Time - since) / _unit : -1.0);

    /// <summary>The time of the first point in a row.</summary>
    internal sealed class Run(ExpressionState memory) : LastingRun(memory)
    {
        public long? Since { get; set; }
    }
}
