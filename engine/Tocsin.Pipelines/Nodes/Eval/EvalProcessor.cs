using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Eval;

/// <summary>
/// Costs no memory per point of a stream: what is to be read and copied is worked out once for each shape of points (<see cref="EvalShape"/>).
/// </summary>
internal sealed class EvalProcessor : GroupedProcessor<ExpressionState[]>
{
    // Shapes are few in practice; data whose tag names never end must not fill the memory.
    private const int MaxShapes = 512;

    // Texts up to here are not added up.
    private const int ShortText = 4096;

    private readonly CompiledExpression[] _expressions;
    private readonly EvalNames _names;
    private readonly IReadOnlyList<string> _tagNames;
    private readonly EvalTags? _tags;
    private readonly Dictionary<(FieldLayout, TagKeys), EvalShape> _shapes = [];
    private readonly EvalRow _row = new();
    private readonly Value[] _results;
    private readonly Point _output = Point.Pooled();
    private readonly TextLimits _texts;
    private EvalShape? _last;

    public EvalProcessor(EvalNode node, CompiledExpression[] expressions, NodeContext context)
        : base(context)
    {
        _expressions = expressions;
        _names = new EvalNames(node, expressions);
        _tagNames = node.TagNames;
        _tags = node.TagNames.Count > 0 ? new EvalTags(node.TagNames, context) : null;
        _results = new Value[expressions.Length];
        _texts = context.Services.TextLimits;
    }

    internal override SplitRule Split => _expressions.Select(expression => expression.SplitRuleOf()).MaxBy(rule => rule.Strength) is { } strictest
        ? strictest with { Changed = _tagNames }
        : SplitRule.Anywhere;

    public override void OnPoint(Point point, Group group)
    {
        if (Evaluate(point, StateOf(group, point)) is not { } output)
            return;

        var series = point.Series;
        if (_tags is not null)
            (_, _, series, group) = _tags.Find(point, group, output, _results);
        output.Fill(_output, point, series, _results);
        Emit(_output, group);
    }

    public override void OnBatch(Batch batch)
    {
        var states = StateOf(batch);
        var changed = new List<Point>(batch.Points.Count);
        foreach (var point in batch.Span)
        {
            if (Evaluate(point, states) is not { } output)
                continue;
            var result = Point.Unfilled();
            output.Fill(result, point, SeriesOf(point, batch.Group, output), _results);
            changed.Add(result);
        }

        Emit(batch with { Points = changed });
    }

    internal override string? StateShape => LambdaCompilation.ShapeOf(_expressions);

    internal override void SaveShared(StateWriter writer)
    {
        foreach (var expression in _expressions)
            expression.SaveShared(writer);
    }

    internal override void LoadShared(StateReader reader)
    {
        foreach (var expression in _expressions)
            expression.LoadShared(reader);
    }

    protected override void Save(ExpressionState[] state, StateWriter writer) => writer.Write(state);

    protected override ExpressionState[] Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        reader.ReadInto(state);
        return state;
    }

    protected override ExpressionState[] CreateState(Group group, string name) => [.. _expressions.Select(expression => expression.CreateState())];

    private Series SeriesOf(Point point, Group group, EvalOutput output) =>
        _tags is null ? point.Series : _tags.Find(point, group, output, _results).Series;

    /// <summary>Fills the results and finds out what is made of them; null when the point is dropped.</summary>
    private EvalOutput? Evaluate(Point point, ExpressionState[] states)
    {
        var shape = ShapeOf(point);
        Row row = point;
        if (_names.HaveReaders)
        {
            _row.Begin(point, _expressions.Length);
            row = _row;
        }

        for (var i = 0; i < _expressions.Length; i++)
        {
            if (!_expressions[i].TryEvaluate(row, states[i], out _results[i], out var error))
            {
                Drop(error.Text);
                return null;
            }

            if (_results[i].Text.Length > ShortText && TextsOf(point, i) > _texts.OfPoint)
            {
                Drop(_texts.PointTooLong);
                return null;
            }

            if (_names.HaveReaders && shape.IsVisible(i))
                _row.Add(_names.Results[i], _results[i]);
        }

        var output = shape.OutputFor(_results);
        if (output.Error is null)
            return output;

        Drop(output.Error);
        return null;
    }

    // One text is bounded, and a script can make thousands of them.
    private long TextsOf(Point point, int last)
    {
        var length = 0L;
        foreach (var text in point.Texts.AsSpan(0, Math.Min(point.Layout.Count, point.Texts.Length)))
            length += text?.Length ?? 0;
        foreach (var result in _results.AsSpan(0, last + 1))
            length += result.Text.Length;
        return length;
    }

    private void Drop(string why)
    {
        if (!Context.IsQuiet)
            Fail("error evaluating expression", why);
    }

    private EvalShape ShapeOf(Point point)
    {
        if (_last is { } last && ReferenceEquals(last.Layout, point.Layout) && ReferenceEquals(last.Tags, point.Tags.Keys))
            return last;

        var key = (point.Layout, point.Tags.Keys);
        if (!_shapes.TryGetValue(key, out var shape))
        {
            if (_shapes.Count >= MaxShapes)
                _shapes.Clear();
            _shapes[key] = shape = new EvalShape(_names, point.Layout, point.Tags.Keys);
        }

        return _last = shape;
    }
}
