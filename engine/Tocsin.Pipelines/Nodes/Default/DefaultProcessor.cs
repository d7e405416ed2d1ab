using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Fields;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Default;

internal sealed class DefaultProcessor(DefaultNode node, NodeContext context) : Processor(context)
{
    private readonly DefaultTags _tags = new(node.Tags, context);
    private readonly NodeCounter _fieldsSet = context.Stats.AddCounter("fields_defaulted");
    private readonly NodeCounter _tagsSet = context.Stats.AddCounter("tags_defaulted");
    private readonly PerLayout<DefaultFields> _fields = new(layout => new DefaultFields(layout, node.Fields));

    internal override SplitRule Split => SplitRule.Anywhere with { Changed = [.. node.Tags.Keys] };

    public override void OnPoint(Point point, Group group)
    {
        var tags = _tags.Find(point.Series, group);
        _tagsSet.Value += tags.Count;
        Emit(Fill(point, tags.Series), tags.Group);
    }

    public override void OnBatch(Batch batch)
    {
        var group = _tags.Find(batch, out var count);
        _tagsSet.Value += count;
        var points = new Point[batch.Points.Count];
        for (var i = 0; i < points.Length; i++)
        {
            var point = batch.Points[i];
            var tags = _tags.Find(point.Series, batch.Group);
            _tagsSet.Value += tags.Count;
            points[i] = Fill(point, tags.Series);
        }

        Emit(batch with { Group = group, Points = points });
    }

    private Point Fill(Point point, Series series)
    {
        var fields = _fields[point.Layout];
        _fieldsSet.Value += fields.Count;
        return fields.Fill(point, series);
    }
}
