using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Delete;

internal sealed class DeleteProcessor(DeleteNode node, NodeContext context) : Processor(context)
{
    private readonly DeleteTags _tags = new(node.Tags, context);
    private readonly NodeCounter _fieldsDeleted = context.Stats.AddCounter("fields_deleted");
    private readonly NodeCounter _tagsDeleted = context.Stats.AddCounter("tags_deleted");
    private readonly PerLayout<DeleteFields> _fields = new(layout => new DeleteFields(layout, node.Fields));

    internal override SplitRule Split => SplitRule.Anywhere with { Changed = node.Tags };

    public override void OnPoint(Point point, Group group)
    {
        var tags = _tags.Find(point.Series, group);
        _tagsDeleted.Value += tags.Count;
        Emit(Remove(point, tags.Series), tags.Group);
    }

    public override void OnBatch(Batch batch)
    {
        var group = _tags.Find(batch, out var count);
        _tagsDeleted.Value += count;
        var points = new Point[batch.Points.Count];
        for (var i = 0; i < points.Length; i++)
        {
            var point = batch.Points[i];
            var tags = _tags.Find(point.Series, batch.Group);
            _tagsDeleted.Value += tags.Count;
            points[i] = Remove(point, tags.Series);
        }

        Emit(batch with { Group = group, Points = points });
    }

    private Point Remove(Point point, Series series)
    {
        var fields = _fields[point.Layout];
        _fieldsDeleted.Value += fields.Count;
        return fields.Remove(point, series);
    }
}
