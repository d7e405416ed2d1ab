using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Window;

/// <summary>Windows by number of points. Barriers pass and close nothing.</summary>
internal sealed class CountWindowProcessor(WindowNode node, NodeContext context) : GroupedProcessor<CountWindowState>(context)
{
    internal override SplitRule Split => SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group)
    {
        var state = StateOf(group, point);
        state.Buffer.Add(point.Keep());
        state.Buffer.KeepLast(node.PeriodCount);
        if (--state.UntilEmit > 0)
            return;

        state.UntilEmit = node.EveryCount;
        Emit(new Batch(state.Name, group, point.Time, state.Buffer.Snapshot()));
    }

    internal override string StateShape => $"{node.PeriodCount} {node.EveryCount} {node.FillsPeriod}";

    protected override void Save(CountWindowState state, StateWriter writer)
    {
        writer.Write(state.Name);
        writer.Write(state.UntilEmit);
        writer.Write(state.Buffer.Snapshot());
    }

    protected override CountWindowState Load(Group group, StateReader reader)
    {
        var state = new CountWindowState(reader.ReadText(), reader.ReadInteger());
        state.Buffer.Add(reader.ReadPoints());
        return state;
    }

    protected override CountWindowState CreateState(Group group, string name) =>
        new(name, node.FillsPeriod ? node.PeriodCount : node.EveryCount);
}
