using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

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

    protected override CountWindowState CreateState(Group group, string name) =>
        new(name, node.FillsPeriod ? node.PeriodCount : node.EveryCount);
}
