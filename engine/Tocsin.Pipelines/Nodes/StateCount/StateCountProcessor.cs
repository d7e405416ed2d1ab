using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Nodes.LastingState;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.StateCount;

internal sealed class StateCountProcessor(string field, SeriesPredicate condition, NodeContext context)
    : LastingStateProcessor<StateCountProcessor.Run>(field, FieldType.Integer, condition, context)
{
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

    protected override Run NewRun(ExpressionState memory) => new(memory);

    protected override void Reset(Run state) => state.Count = 0;

    protected override void Note(Point point, bool isMet, Run run)
    {
        run.Count = isMet ? run.Count + 1 : 0;
        run.HasNewPoint = true;
    }

    // Barriers that come whatever data does count only when none did since the one before.
    protected override bool GoesOn(Run run, long time)
    {
        var counts = Barrier is { Period.Nanoseconds: 0 } || !run.HasNewPoint;
        run.HasNewPoint = false;
        if (counts)
            run.Count++;
        return counts;
    }

    protected override Point Write(FieldWriter writer, Point point, Run run) => writer.Write(point, run.Count > 0 ? run.Count : -1L);

    /// <summary>The points in a row so far.</summary>
    internal sealed class Run(ExpressionState memory) : LastingRun(memory)
    {
        public long Count { get; set; }

        /// <summary>True when a point came after the last barrier.</summary>
        public bool HasNewPoint { get; set; }
    }
}
