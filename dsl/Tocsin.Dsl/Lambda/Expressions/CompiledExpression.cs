using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Tocsin.Dsl.Data;
using Tocsin.Dsl.Lambda.Functions;
using Tocsin.Dsl.Lambda.Planning;
using Tocsin.Dsl.Lambda.Tree;

namespace Tocsin.Dsl.Lambda.Expressions;

/// <summary>
/// A checked expression that evaluates rows. For each shape of rows it keeps a plan made for the types of that shape, so that types are
/// looked at once and not per row. Any number of threads may evaluate with states of their own, unless the expression
/// <see cref="SharesState"/>.
/// </summary>
public sealed class CompiledExpression
{
    // Shapes are few in practice; data whose tag names never end must not fill the memory.
    private const int MaxPlans = 512;

    private readonly BoundTree _tree;
    private readonly ExpressionSettings _settings;
    private readonly Dictionary<(FieldLayout, TagKeys), Plan> _plans = [];
    private volatile Plan? _last;

    internal CompiledExpression(BoundTree tree, ExpressionSettings settings, IReadOnlyList<ExpressionState> shared)
    {
        _tree = tree;
        _settings = settings;
        Shared = shared;
        foreach (var state in shared)
            state.Texts = settings.Texts;
        if (settings.Watch is { } watch)
            BoundConditions.Show(tree.Root, watch);
        UsesTimeOrNow = !tree.IsPure || (!settings.TagsFirst && tree.References.Contains("time"));
    }

    /// <summary>The fields and tags the expression mentions, each once; <c>time</c> among them where it does.</summary>
    public IReadOnlyList<string> References => _tree.References;

    /// <summary>The kind of its results where that does not depend on data; null where it does.</summary>
    public ValueKind? Result => LikelyKinds.Of(_tree.Root);

    /// <summary>The functions it calls that are not of the language, each once.</summary>
    public IReadOnlyList<FunctionDefinition> ForeignFunctions => _tree.Foreign;

    /// <summary>True when results depend on earlier rows: <c>count</c>, <c>sigma</c> or <c>spread</c> is called.</summary>
    public bool IsStateful => _tree.IsStateful;

    /// <summary>True when a nested lambda remembers: all groups then share that memory, and one thread at a time may evaluate.</summary>
    public bool SharesState => Shared.Count > 0;

    /// <summary>The memories of nested lambdas, which all groups share.</summary>
    public IReadOnlyList<ExpressionState> Shared { get; }

    /// <summary>The expression as a script writes it.</summary>
    public string Text => BoundText.Written(_tree.Root);

    /// <summary>True when equal fields and tags may give different results: the row's time, the clock, chance or a host is asked.</summary>
    public bool UsesTimeOrNow { get; }

    /// <summary>A fresh memory; one per group, or one per node where the node's rules say so.</summary>
    public ExpressionState CreateState()
    {
        var state = StateScope.CreateState(_tree.StateFactories);
        state.Texts = _settings.Texts;
        return state;
    }

    /// <summary>True when a name that the expression mentions is a field of rows with this layout.</summary>
    public bool DependsOnFields(FieldLayout layout)
    {
        foreach (var name in _tree.References)
        {
            if ((_settings.TagsFirst || name != "time") && layout.IndexOf(name) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>True when all rows of one series that have this layout get the same result: it may be kept.</summary>
    public bool IsFixedBySeries(FieldLayout layout) => !IsStateful && !UsesTimeOrNow && !DependsOnFields(layout);

    /// <summary>Evaluates a predicate. False with an error where it has no boolean value for the row.</summary>
    public bool TryEvaluateBool(Row row, ExpressionState state, out bool value, [NotNullWhen(false)] out EvaluationError? error)
    {
        var plan = PlanFor(row);
        if (plan.Predicate is not { } predicate)
        {
            value = false;

            // A plan without predicate says why.
            error = plan.PredicateError!;
            return false;
        }

        state.Failure = null;
        value = predicate.Evaluate(row, state);
        error = state.Failure;
        return error is null;
    }

    /// <summary>Evaluates to a value that a field can hold. False with an error where there is none for the row.</summary>
    public bool TryEvaluate(Row row, ExpressionState state, out Value value, [NotNullWhen(false)] out EvaluationError? error)
    {
        var plan = PlanFor(row);
        if (plan.ValueError is { } refused)
        {
            value = default;
            error = refused;
            return false;
        }

        return Evaluate(plan, row, state, out value, out error);
    }

    /// <summary>
    /// What the expression came to for a row, condition by condition, after it was evaluated for that row: what functions that remember answered
    /// then is read, and no function of others is called again.
    /// </summary>
    public SeenExpression Review(Row row, ExpressionState state)
    {
        var plan = PlanFor(row);
        var view = plan.View ??= new Planner(_tree, row.Layout, row.Tags.Keys, _settings).View();
        var seen = new List<SeenCondition>();
        var holds = view.Look(row, state, seen);
        state.Failure = null;
        return new SeenExpression(BoundText.Written(_tree.Root), _tree.Root.Span, holds, seen);
    }

    /// <summary>Evaluates to a value of any kind, regexes and times too.</summary>
    internal bool TryEvaluateAny(Row row, ExpressionState state, out Value value, [NotNullWhen(false)] out EvaluationError? error) =>
        Evaluate(PlanFor(row), row, state, out value, out error);

    private static bool Evaluate(Plan plan, Row row, ExpressionState state, out Value value, [NotNullWhen(false)] out EvaluationError? error)
    {
        if (plan.Root is not { } root)
        {
            value = default;

            // A plan without root says why.
            error = plan.ValueError!;
            return false;
        }

        state.Failure = null;
        value = root.EvaluateValue(row, state);
        error = state.Failure;
        return error is null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Plan PlanFor(Row row)
    {
        var last = _last;
        return last is not null && ReferenceEquals(last.Layout, row.Layout) && ReferenceEquals(last.Tags, row.Tags.Keys)
            ? last
            : FindPlan(row.Layout, row.Tags.Keys);
    }

    private Plan FindPlan(FieldLayout layout, TagKeys tags)
    {
        lock (_plans)
        {
            if (!_plans.TryGetValue((layout, tags), out var plan))
            {
                if (_plans.Count >= MaxPlans)
                    _plans.Clear();
                plan = new Planner(_tree, layout, tags, _settings).Create();
                _plans.Add((layout, tags), plan);
            }

            _last = plan;
            return plan;
        }
    }
}
