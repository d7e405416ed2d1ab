using Tocsin.Dsl.Lambda.Expressions;
using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Expressions;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Combine;

/// <summary>
/// A barrier after the time of a group's points makes them leave. What is still gathered when the task stops is dropped: it may not be complete.
/// </summary>
internal sealed class CombineProcessor : GroupedProcessor<CombineState>
{
    private readonly CombineNode _node;
    private readonly CompiledExpression[] _expressions;
    private readonly CombinedPoint _combined;
    private readonly int[] _indices;
    private readonly bool[] _isTaken;
    private readonly Point[] _chosen;
    private bool[] _matches = [];

    public CombineProcessor(CombineNode node, CompiledExpression[] expressions, NodeContext context)
        : base(context)
    {
        _node = node;
        _expressions = expressions;
        _combined = new CombinedPoint(node, context.Services.Series);
        _indices = new int[expressions.Length];
        _isTaken = new bool[expressions.Length];
        _chosen = new Point[expressions.Length];
    }

    internal override SplitRule Split => _expressions.Select(expression => expression.SplitRuleOf()).Append(SplitRule.ByGroup).MaxBy(rule => rule.Strength) ?? SplitRule.ByGroup;

    public override void OnPoint(Point point, Group group) => Gather(point.Keep(), StateOf(group, point));

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        state.Points.Clear();
        foreach (var point in batch.Span)
            Gather(point, state);
        Combine(state);
    }

    /// <summary>No point of the time that is gathered comes any more once a barrier is past it.</summary>
    public override void OnBarrier(Group group, long time)
    {
        if (FindState(group) is { } state && new Instant(time).Round(_node.Tolerance).UnixNanoseconds > state.Time)
            Combine(state);
        base.OnBarrier(group, time);
    }

    internal override string StateShape => $"{_node.Tolerance} {string.Join('\n', _expressions.Select(expression => expression.Text))}";

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

    protected override void Save(CombineState state, StateWriter writer)
    {
        writer.Write(state.Name);
        writer.Write(state.Memories);
        writer.Write(state.Time);
        writer.Write(state.Points);
    }

    protected override CombineState Load(Group group, StateReader reader)
    {
        var state = CreateState(group, reader.ReadText());
        reader.ReadInto(state.Memories);
        state.Time = reader.ReadInteger();
        state.Points.AddRange(reader.ReadPoints());
        return state;
    }

    protected override CombineState CreateState(Group group, string name) =>
        new(name, group, [.. _expressions.Select(expression => expression.CreateState())]);

    private void Gather(Point point, CombineState state)
    {
        var time = point.Instant.Round(_node.Tolerance).UnixNanoseconds;
        if (time != state.Time)
            Combine(state);
        state.Time = time;
        state.Points.Add(point);
    }

    /// <summary>Emits the combinations of what was gathered and begins anew.</summary>
    private void Combine(CombineState state)
    {
        if (state.Points.Count > 0)
            EmitCombinations(state);
        state.Points.Clear();
    }

    private void EmitCombinations(CombineState state)
    {
        var points = state.Points.Count;
        Match(state);
        if (points < _expressions.Length)
            return;

        var count = Combinations.Count(points, _expressions.Length, _node.Max);
        if (count > _node.Max)
        {
            Fail(
                "cannot combine points",
                $"refusing to perform combination as total combinations of {points} points exceed max combinations {_node.Max}: "
                + "group by more tags, lower the tolerance or raise .max()");
            return;
        }

        Combinations.Begin(_indices);
        do
        {
            if (TryChoose(state))
                Emit(_combined.Create(state, _chosen), state.Group);
        }
        while (Combinations.Next(_indices, points));
    }

    /// <summary>Finds out once which expression is true for which point.</summary>
    private void Match(CombineState state)
    {
        if (_matches.Length < state.Points.Count * _expressions.Length)
            _matches = new bool[Math.Max(state.Points.Count * _expressions.Length, _matches.Length * 2)];

        var at = 0;
        foreach (var point in state.Points)
        {
            for (var i = 0; i < _expressions.Length; i++)
            {
                if (!_expressions[i].TryEvaluateBool(point, state.Memories[i], out _matches[at++], out var error))
                    Fail("error evaluating lambda expression", error.Text);
            }
        }
    }

    /// <summary>Lets each expression in turn take the first point of the combination that it is true for.</summary>
    private bool TryChoose(CombineState state)
    {
        Array.Clear(_isTaken);
        for (var expression = 0; expression < _expressions.Length; expression++)
        {
            var at = 0;
            while (at < _indices.Length && (_isTaken[at] || !_matches[(_indices[at] * _expressions.Length) + expression]))
                at++;
            if (at == _indices.Length)
                return false;

            _isTaken[at] = true;
            _chosen[expression] = state.Points[_indices[at]];
        }

        return true;
    }
}
