using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Trickle;

internal sealed class TrickleProcessor(NodeContext context) : Processor(context)
{
    private readonly SeriesCache<Series> _targets = new();

    internal override SplitRule Split => SplitRule.Anywhere;

    public override void OnBatch(Batch batch)
    {
        foreach (var point in batch.Points)
            Emit(point.With(TargetOf(point.Series, batch.Name), point.Time), batch.Group);
    }

    // What has been a batch knows no database any more.
    private Series TargetOf(Series series, string name)
    {
        if (_targets[series] is { } known && known.Name == name)
            return known;
        var target = Context.Services.Series.Intern(Origin.None, name, series.Tags);
        _targets.Set(series, target);
        return target;
    }
}
