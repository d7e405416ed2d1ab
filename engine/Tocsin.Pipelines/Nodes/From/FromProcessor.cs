using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.From;

/// <summary>Finds out once per series whether it is wanted and where its points belong.</summary>
internal sealed class FromProcessor : Processor
{
    private readonly FromNode _node;
    private readonly SeriesCache<Verdict> _verdicts = new();
    private readonly bool _changesTime;
    private readonly SeriesPredicate? _condition;
    private readonly ExpressionState? _state;

    public FromProcessor(FromNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _changesTime = node.Truncate > Duration.Zero || node.Round > Duration.Zero;
        if (node.Condition is not { } condition)
            return;

        _condition = new SeriesPredicate(context.Compile(condition, "where clause"));
        _state = _condition.CreateState();
    }

    public override void OnPoint(Point point, Group group)
    {
        var verdict = _verdicts[point.Series] ?? Judge(point.Series);
        if (verdict.Group is null || !MeetsCondition(point))
            return;

        if (_changesTime)
            point = point.With(point.Series, point.Instant.Truncate(_node.Truncate).Round(_node.Round).UnixNanoseconds);
        Emit(point, verdict.Group);
    }

    private bool MeetsCondition(Point point)
    {
        if (_condition is null || _state is null)
            return true;
        if (_condition.TryEvaluate(point, _state, out var isMet, out var error))
            return isMet;

        Fail("failed to evaluate WHERE expression", error.Text);
        return false;
    }

    private Verdict Judge(Series series)
    {
        var isWanted = Accepts(_node.Database, series.Origin.Database)
            && Accepts(_node.RetentionPolicy, series.Origin.RetentionPolicy)
            && Accepts(_node.Measurement, series.Name);
        var verdict = new Verdict(isWanted ? GroupOf(series) : null);
        _verdicts.Set(series, verdict);
        return verdict;
    }

    private Group GroupOf(Series series) =>
        Context.Groups.Find(_node.Grouping.DimensionsOf(series.Tags, _node.Grouping.IsByName), series.Name, series.Tags);

    private static bool Accepts(string wanted, string given) => wanted.Length == 0 || wanted == given;

    /// <summary>What is known of a series: its group, or null when the node does not want it.</summary>
    private sealed record Verdict(Group? Group);
}
