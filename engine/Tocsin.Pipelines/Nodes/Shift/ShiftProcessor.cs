using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Shift;

/// <param name="offset">Nanoseconds.</param>
internal sealed class ShiftProcessor(long offset, NodeContext context) : Processor(context)
{
    internal override SplitRule Split => SplitRule.Anywhere;

    public override void OnPoint(Point point, Group group) => Emit(point.With(point.Series, point.Time + offset), group);

    public override void OnBatch(Batch batch)
    {
        var points = new Point[batch.Points.Count];
        var given = batch.Span;
        for (var i = 0; i < points.Length; i++)
            points[i] = given[i].With(given[i].Series, given[i].Time + offset);
        Emit(batch with { Time = batch.Time + offset, Points = points });
    }
}
