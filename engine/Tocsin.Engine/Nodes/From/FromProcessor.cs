using Tocsin.Dsl.Time;
using Tocsin.Engine.Data;
using Tocsin.Engine.Pipelines;

namespace Tocsin.Engine.Nodes.From;

/// <summary>Finds out once per series whether it is wanted and where its points belong.</summary>
internal sealed class FromProcessor(FromNode node, NodeContext context) : Processor(context)
{
    private readonly SeriesCache<Verdict> _verdicts = new();
    private readonly bool _changesTime = node.Truncate > Duration.Zero || node.Round > Duration.Zero;

    public override void OnPoint(Point point, Group group)
    {
        var verdict = _verdicts[point.Series] ?? Judge(point.Series);
        if (verdict.Group is null)
            return;

        if (_changesTime)
            point = point.With(point.Series, point.Instant.Truncate(node.Truncate).Round(node.Round).UnixNanoseconds);
        Emit(point, verdict.Group);
    }

    private Verdict Judge(Series series)
    {
        var isWanted = Accepts(node.Database, series.Origin.Database)
            && Accepts(node.RetentionPolicy, series.Origin.RetentionPolicy)
            && Accepts(node.Measurement, series.Name);
        var verdict = new Verdict(isWanted ? GroupOf(series) : null);
        _verdicts.Set(series, verdict);
        return verdict;
    }

    private Group GroupOf(Series series) =>
        Context.Groups.Find(node.Grouping.DimensionsOf(series.Tags, node.Grouping.IsByName), series.Name, series.Tags);

    private static bool Accepts(string wanted, string given) => wanted.Length == 0 || wanted == given;

    /// <summary>What is known of a series: its group, or null when the node does not want it.</summary>
    private sealed record Verdict(Group? Group);
}
