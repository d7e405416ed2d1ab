using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Nodes.GroupBy;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.From;

/// <summary>Finds out once per series whether it is wanted and where its points belong.</summary>
internal sealed class FromProcessor : Processor
{
    // Stands for the series that are not wanted.
    private static readonly Group Unwanted = new GroupTable().Nil;

    private readonly FromNode _node;
    private readonly GroupingDimensions _dimensions;
    private readonly SeriesCache<Group> _groups;
    private readonly bool _changesTime;
    private readonly SeriesPredicate? _condition;
    private readonly ExpressionState? _state;

    public FromProcessor(FromNode node, NodeContext context)
        : base(context)
    {
        _node = node;
        _groups = context.Groups.NewCache<Group>();
        _dimensions = new GroupingDimensions(node.Grouping);
        _changesTime = node.Truncate > Duration.Zero || node.Round > Duration.Zero;
        if (node.Condition is not { } condition)
            return;

        _condition = new SeriesPredicate(context.Compile(condition, "where clause"));
        _state = _condition.CreateState();
    }

    internal override SplitRule Split => _condition is { IsStateful: true } ? SplitRule.Together("remembers earlier points of all groups in its where()") : SplitRule.Into(_node.Grouping.SplitTags);

    public override void OnPoint(Point point, Group group)
    {
        var own = _groups[point.Series] ?? Judge(point.Series);
        if (ReferenceEquals(own, Unwanted) || (_condition is not null && !Meets(_condition, point)))
            return;

        if (_changesTime)
            point = point.With(point.Series, point.Instant.Truncate(_node.Truncate).Round(_node.Round).UnixNanoseconds);
        Emit(point, own);
    }

    internal override string? StateShape => _condition?.Shape;

    internal override string StatePlace => $"{_node.Database}.{_node.RetentionPolicy}.{_node.Measurement} {_node.Grouping.Text}";

    internal override void SaveShared(StateWriter writer)
    {
        if (_state is null)
            return;
        _condition?.SaveShared(writer);
        writer.Write(_state);
    }

    internal override void LoadShared(StateReader reader)
    {
        if (_state is null)
            return;
        _condition?.LoadShared(reader);
        reader.ReadInto(_state);
    }

    internal override IEnumerable<string> Explain(Point point, Group group)
    {
        if (_node.Measurement.Length > 0 && _node.Measurement != point.Name)
            return [$"it takes the measurement {_node.Measurement}, and this is {point.Name}"];
        if (!_node.Reads(point.Series.Origin.Database, point.Series.Origin.RetentionPolicy))
            return ["it takes points of another database or retention policy"];
        return _condition is null || _state is null ? [] : [_condition.Review(point, _state)];
    }

    private bool Meets(SeriesPredicate condition, Point point)
    {
        if (condition.TryEvaluate(point, _state!, out var isMet, out var error)) // Who has a condition has its memory.
            return isMet;

        Fail("failed to evaluate WHERE expression", error.Text);
        return false;
    }

    private Group Judge(Series series)
    {
        var isWanted = _node.Reads(series.Origin.Database, series.Origin.RetentionPolicy) && (_node.Measurement.Length == 0 || _node.Measurement == series.Name);
        var group = Unwanted;
        if (isWanted && !Context.Groups.TryFind(_dimensions.Of(series.Tags, _node.Grouping.IsByName), series.Name, series.Tags, out group))
        {
            // There may be room for it later.
            Fail("refused a new group", Context.Groups.Fullness);
            return Unwanted;
        }

        _groups.Set(series, group);
        return group;
    }
}
