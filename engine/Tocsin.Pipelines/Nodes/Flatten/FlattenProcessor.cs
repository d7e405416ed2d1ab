using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Flatten;

/// <summary>
/// A barrier after the time of a group's points makes them leave. What is still gathered when the task stops is dropped: it may not be complete.
/// </summary>
internal sealed class FlattenProcessor(FlattenNode node, NodeContext context) : GroupedProcessor<FlattenState>(context)
{
    private readonly FlattenNames _names = new(node);

    internal override SplitRule Split => SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group)
    {
        if (Gather(point, StateOf(group, point)) is { } flattened)
            Emit(flattened, group);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        state.Time = null;
        state.Fields.Clear();
        var points = new List<Point>();
        foreach (var point in batch.Span)
        {
            if (Gather(point, state) is { } flattened)
                points.Add(flattened);
        }

        if (Take(state) is { } last)
            points.Add(last);
        Emit(batch with { Points = points });
    }

    /// <summary>No point of the time that is gathered comes any more once a barrier is past it.</summary>
    public override void OnBarrier(Group group, long time)
    {
        if (FindState(group) is { } state && new Instant(time).Round(node.Tolerance).UnixNanoseconds > state.Time && Take(state) is { } complete)
            Emit(complete, group);
        base.OnBarrier(group, time);
    }

    internal override string StateShape => $"{node.Tolerance}";

    protected override void Save(FlattenState state, StateWriter writer)
    {
        writer.Write(state.Series.Name);
        writer.Write(state.Time);
        state.Fields.Save(writer);
    }

    protected override FlattenState Load(Group group, StateReader reader)
    {
        var state = CreateState(group, reader.ReadText());
        state.Time = reader.ReadOptional();
        state.Fields.Load(reader);
        return state;
    }

    protected override FlattenState CreateState(Group group, string name) =>
        new(Context.Services.Series.Intern(Origin.None, name, group.Tags));

    /// <summary>Adds a point to those of its time; the answer is what was gathered of another time before, or null.</summary>
    private Point? Gather(Point point, FlattenState state)
    {
        var time = point.Instant.Round(node.Tolerance).UnixNanoseconds;
        var complete = state.Time == time ? null : Take(state);
        state.Time = time;

        var names = _names.Find(point);
        if (names.MissingTag is { } tag)
            Fail("point missing tag for flatten operation", $"tag \"{tag}\" is missing in a point of {point.Name} at {point.Instant}");
        else
            state.Fields.Add(point, names.BySlot);
        return complete;
    }

    private static Point? Take(FlattenState state) =>
        state.Fields.IsEmpty || state.Time is not { } time ? null : state.Fields.Take(state.Series, time);
}
