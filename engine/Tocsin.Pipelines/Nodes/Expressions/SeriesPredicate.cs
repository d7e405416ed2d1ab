using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Expressions;

/// <summary>
/// A condition that is judged once per series where it looks at nothing but tags, and per point elsewhere. For one thread.
/// </summary>
internal sealed class SeriesPredicate(CompiledExpression expression)
{
    private readonly SeriesCache<Verdict> _verdicts = new();
    private FieldLayout? _judgedPerPoint;

    /// <inheritdoc cref="LambdaCompilation.SplitRuleOf"/>
    public SplitRule Split => expression.SplitRuleOf();

    /// <summary>True when the condition remembers earlier rows.</summary>
    public bool IsStateful => expression.IsStateful;

    /// <summary>The condition as a script writes it.</summary>
    public string Text => expression.Text;

    /// <inheritdoc cref="LambdaCompilation.ShapeOf"/>
    public string? Shape => LambdaCompilation.ShapeOf(expression);

    /// <inheritdoc cref="LambdaCompilation.SaveShared"/>
    public void SaveShared(StateWriter writer) => expression.SaveShared(writer);

    /// <inheritdoc cref="LambdaCompilation.LoadShared"/>
    public void LoadShared(StateReader reader) => expression.LoadShared(reader);

    /// <summary>A fresh memory for the condition.</summary>
    public ExpressionState CreateState() => expression.CreateState();

    /// <inheritdoc cref="CompiledExpression.TryEvaluateBool"/>
    public bool TryEvaluate(Point point, ExpressionState state, out bool value, [NotNullWhen(false)] out EvaluationError? error)
    {
        if (ReferenceEquals(point.Layout, _judgedPerPoint))
            return expression.TryEvaluateBool(point, state, out value, out error);

        var verdict = _verdicts[point.Series];
        if (verdict is null || !ReferenceEquals(verdict.Layout, point.Layout))
        {
            if (!expression.IsFixedBySeries(point.Layout))
            {
                _judgedPerPoint = point.Layout;
                return expression.TryEvaluateBool(point, state, out value, out error);
            }

            verdict = Judge(point, state, verdict);
        }

        value = verdict.Value;
        error = verdict.Error;
        return error is null;
    }

    /// <summary>What the condition came to for a point that was judged last, in words.</summary>
    public string Review(Point point, ExpressionState state) => ReviewText.Of(expression.Review(point, state));

    private Verdict Judge(Point point, ExpressionState state, Verdict? old)
    {
        var verdict = old ?? new Verdict();
        verdict.Layout = point.Layout;
        expression.TryEvaluateBool(point, state, out var value, out var error);
        verdict.Value = value;
        verdict.Error = error;
        if (old is null)
            _verdicts.Set(point.Series, verdict);
        return verdict;
    }

    /// <summary>What came out for the points of a series that have the same fields.</summary>
    private sealed class Verdict
    {
        public FieldLayout Layout { get; set; } = FieldLayout.Empty;

        public bool Value { get; set; }

        public EvaluationError? Error { get; set; }
    }
}
