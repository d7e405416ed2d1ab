using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Engine.Tests.Testing;

/// <summary>The end of a pipeline under test: writes down what arrives.</summary>
internal sealed class CollectNode : ProcessingNode
{
    public List<string> Lines { get; } = [];

    public List<Point> Points { get; } = [];

    public List<Batch> Batches { get; } = [];

    public override Processor CreateProcessor(NodeContext context) => new Collector(this, context);

    private sealed class Collector(CollectNode node, NodeContext context) : Processor(context)
    {
        public override void OnPoint(Point point, Group group)
        {
            node.Points.Add(point.Keep());
            node.Lines.Add(Print.Point(point, group));
        }

        public override void OnBatch(Batch batch)
        {
            node.Batches.Add(batch);
            node.Lines.Add(Print.Batch(batch));
        }

        public override void OnBarrier(Group group, long time) => node.Lines.Add($"barrier {group.Id} @{Print.Seconds(time)}");

        public override void OnDeleteGroup(Group group) => node.Lines.Add($"delete {group.Id}");
    }
}
