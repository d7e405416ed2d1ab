using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

internal sealed class StreamJoinProcessor(JoinNode node, JoinFill fill, NodeContext context) : JoinProcessor<Point>(node, fill, context)
{
    private readonly Point _output = Point.Pooled();

    internal override void Take(int parent, Point point, Group group) => Collect(parent, point, point.Name, group, point.Time);

    internal override void Take(int parent, Batch batch, Group group) =>
        throw new InvalidOperationException("a join of streams cannot take a batch");

    internal override Point Keep(Point item) => item.Keep();

    internal override void Save(Point item, StateWriter writer) => writer.Write(item);

    internal override Point Load(StateReader reader) => reader.ReadPoint();

    internal override void Remember(JoinMemory memory, int parent, Point item) => memory.Remember(parent, item.Name, item.Layout);

    internal override void EmitSet(JoinGroup<Point> group, JoinSet<Point> set)
    {
        if (Fill.IsInner && !set.IsComplete)
            return;

        var point = set.Items[set.First]!; // First is a parent that has an item.
        var output = OutputOf(group, point.Name);
        var missing = set.IsComplete ? [] : MissingOf(group, point.Layout);
        Fields.Merge(_output, output.Series!, set.Time, set.Items, missing); // OutputOf always sets the series.
        Emit(_output, output.Group);
    }
}
