using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.KapacitorLoopback;

internal sealed class KapacitorLoopbackProcessor : Processor
{
    private readonly KapacitorLoopbackNode _node;
    private readonly Origin _origin;
    private readonly NodeCounter _written;
    private readonly SeriesCache<Series> _targets = new();

    /// <exception cref="TaskStartException">The task reads what the node writes.</exception>
    public KapacitorLoopbackProcessor(KapacitorLoopbackNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _origin = context.Services.Series.OriginOf(node.Database, node.RetentionPolicy);
        _written = context.Stats.AddCounter("points_written");
        if (context.Origins.Contains(_origin))
            throw new TaskStartException(node.Loop(context.NodeName));
    }

    public override void OnPoint(Point point, Group group)
    {
        if (_targets[point.Series] is not { } target)
        {
            target = Target(point.Series, _node.Measurement.Length > 0 ? _node.Measurement : point.Name);
            _targets.Set(point.Series, target);
        }

        var batch = PointBatch.Rent(_origin);
        batch.Add(point.With(target, point.Time));
        Write(batch);
    }

    public override void OnBatch(Batch batch)
    {
        var written = PointBatch.Rent(_origin);
        foreach (var point in batch.Points)
            written.Add(point.With(Target(point.Series, batch.Name), point.Time));
        Write(written);
    }

    public override void OnBarrier(Group group, long time)
    {
    }

    public override void OnDeleteGroup(Group group)
    {
    }

    private void Write(PointBatch batch)
    {
        var count = batch.Count;
        if (Context.Write(batch))
            _written.Value += count;
        else
            Fail("did not write points", $"loop detected: what it wrote to \"{_node.Database}\".\"{_node.RetentionPolicy}\" came back to it through other tasks");
    }

    private Series Target(Series series, string name)
    {
        var tags = series.Tags;
        foreach (var (tag, value) in _node.Tags.Pairs())
            tags = tags.With(tag, value);
        return Context.Services.Series.Intern(_origin, name, tags);
    }
}
