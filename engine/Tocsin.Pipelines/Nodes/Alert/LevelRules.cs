using System.Runtime.CompilerServices;
using Tocsin.Dsl.Lambda;
using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>
/// Finds the level of a point. The conditions' memory (<c>count</c>, <c>sigma</c>, <c>spread</c>) is one per condition for the whole node,
/// not per group.
/// </summary>
internal sealed class LevelRules
{
    private readonly Condition?[] _conditions = new Condition?[4];
    private readonly Condition?[] _resets = new Condition?[4];
    private readonly AlertProcessor _owner;

    public LevelRules(AlertNode node, NodeContext context, AlertProcessor owner)
    {
        _owner = owner;
        for (var level = AlertLevel.Info; level <= AlertLevel.Critical; level++)
        {
            var name = level switch { AlertLevel.Info => "info", AlertLevel.Warning => "warn", _ => "crit" };
            _conditions[(int)level] = Compile(node.ConditionOf(level), name, context);
            _resets[(int)level] = _conditions[(int)level] is null ? null : Compile(node.ResetOf(level), name + "Reset", context);
        }
    }

    /// <summary>True when a condition remembers earlier points, of whatever group.</summary>
    public bool AreStateful => _conditions.Concat(_resets).Any(condition => condition is { Expression: { IsStateful: true } or { SharesState: true } });

    /// <summary>What the conditions' memories depend on; null when none remembers.</summary>
    public string? StateShape => LambdaCompilation.ShapeOf([.. All.Select(condition => condition.Expression)]);

    private IEnumerable<Condition> All => _conditions.Concat(_resets).OfType<Condition>();

    public void Save(StateWriter writer)
    {
        foreach (var condition in All)
        {
            condition.Expression.SaveShared(writer);
            writer.Write(condition.State);
        }
    }

    public void Load(StateReader reader)
    {
        foreach (var condition in All)
        {
            condition.Expression.LoadShared(reader);
            reader.ReadInto(condition.State);
        }
    }

    /// <summary>The level of a point of a group that is at <paramref name="current"/>.</summary>
    public AlertLevel LevelOf(Point point, AlertLevel current)
    {
        if (TryFindFrom(AlertLevel.Critical, current == AlertLevel.Ok ? AlertLevel.Info : current, point, out var level))
            return level;
        if (_resets[(int)current] is { } reset && !MayReset(reset, point))
            return current;
        return TryFindFrom(current, AlertLevel.Info, point, out level) ? level : AlertLevel.Ok;
    }

    /// <summary>Shows the conditions that were looked at to find the level of a point, in that order.</summary>
    /// <param name="point">The point that was judged last.</param>
    /// <param name="current">The level that its group was at before.</param>
    public IEnumerable<ReviewedRule> Review(Point point, AlertLevel current)
    {
        var lowest = current == AlertLevel.Ok ? AlertLevel.Info : current;
        for (var level = AlertLevel.Critical; level >= AlertLevel.Info; level--)
        {
            if (level == lowest - 1 && _resets[(int)current] is { } reset)
            {
                var review = reset.Expression.Review(point, reset.State);
                yield return new ReviewedRule(current, IsReset: true, review);
                if (review.Holds == false)
                    yield break;
            }

            if (_conditions[(int)level] is not { } condition)
                continue;
            var seen = condition.Expression.Review(point, condition.State);
            yield return new ReviewedRule(level, IsReset: false, seen);
            if (seen.Holds == true)
                yield break;
        }
    }

    private bool TryFindFrom(AlertLevel highest, AlertLevel lowest, Point point, out AlertLevel level)
    {
        for (level = highest; level >= lowest; level--)
        {
            if (_conditions[(int)level] is { } condition && Holds(condition, point, level))
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Holds(Condition condition, Point point, AlertLevel level)
    {
        if (condition.Expression.TryEvaluateBool(point, condition.State, out var holds, out var error))
            return holds;

        Fail(error, level);
        return false;
    }

    private void Fail(EvaluationError error, AlertLevel level) =>
        _owner.Fail("error evaluating expression for level", $"{error.Text} level={level.Text()}");

    private bool MayReset(Condition reset, Point point)
    {
        if (reset.Expression.TryEvaluateBool(point, reset.State, out var holds, out var error))
            return holds;

        _owner.Fail("error evaluating reset expression for current level", error.Text);
        return true;
    }

    private static Condition? Compile(LambdaExpression? expression, string name, NodeContext context)
    {
        if (expression is null)
            return null;

        var compiled = context.Compile(expression, name);
        return new Condition(compiled, compiled.CreateState());
    }

    private sealed record Condition(CompiledExpression Expression, ExpressionState State);
}
