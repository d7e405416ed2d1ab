using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>Windows by data time.</summary>
internal sealed class WindowProcessor(WindowNode node, NodeContext context) : GroupedProcessor<WindowState>(context)
{
    private readonly long _period = node.Period.Nanoseconds;
    private readonly long _every = node.Every.Nanoseconds;

    internal override SplitRule Split => SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        if (!state.IsStarted)
            Start(state, point.Time);
        if (_every == 0)
        {
            state.Buffer.Add(point.Keep());
            EmitUpTo(state, group, point.Time);
            return;
        }

        // A window never holds its own end: the point that closes it belongs to the next.
        EmitDue(state, group, point.Time);
        state.Buffer.Add(point.Keep());
    }

    /// <summary>Closes a window that is due, as a point of that time would; the barrier itself ends here.</summary>
    public override void OnBarrier(Group group, long time)
    {
        var state = StateOf(group);
        if (!state.IsStarted)
            Start(state, time);
        if (_every == 0)
            EmitUpTo(state, group, time);
        else
            EmitDue(state, group, time);
    }

    internal override string StateShape => $"{node.Period} {node.Every} {node.IsAligned} {node.FillsPeriod}";

    protected override void Save(WindowState state, StateWriter writer)
    {
        writer.Write(state.Name);
        writer.Write(state.IsStarted);
        writer.WriteTime(state.NextEmit);
        writer.Write(state.Buffer.Snapshot());
    }

    protected override WindowState Load(Group group, StateReader reader)
    {
        var state = new WindowState(reader.ReadText()) { IsStarted = reader.ReadBoolean(), NextEmit = reader.ReadTime() };
        state.Buffer.Add(reader.ReadPoints());
        return state;
    }

    protected override WindowState CreateState(Group group, string name) => new(name);

    private void Start(WindowState state, long time)
    {
        state.IsStarted = true;
        if (!node.FillsPeriod)
        {
            state.NextEmit = EndAfter(time);
            return;
        }

        var end = time + _period;
        state.NextEmit = end;
        if (!node.IsAligned)
            return;

        // An end that falls on the mark exactly waits for the next one, even when the first point stood on a mark itself.
        var mark = new Instant(end).Truncate(node.Every).UnixNanoseconds;
        state.NextEmit = mark <= end ? mark + _every : mark;
    }

    private long EndAfter(long time) =>
        node.IsAligned ? new Instant(time + _every).Truncate(node.Every).UnixNanoseconds : time + _every;

    private void EmitDue(WindowState state, Group group, long time)
    {
        if (time < state.NextEmit)
            return;

        var end = state.NextEmit;
        state.NextEmit = EndAfter(time);
        state.Buffer.RemoveBefore(end - _period);
        Emit(new Batch(state.Name, group, end, state.Buffer.Snapshot()));
    }

    private void EmitUpTo(WindowState state, Group group, long time)
    {
        if (time < state.NextEmit)
            return;

        state.NextEmit = time;
        state.Buffer.RemoveBefore(time - _period + 1);
        Emit(new Batch(state.Name, group, time, state.Buffer.Snapshot()));
    }
}
