using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Processing;

/// <summary>
/// A processor that answers each point with at most one, from what it remembers of the points before in the group. Every batch begins anew.
/// </summary>
/// <typeparam name="TState">What is remembered.</typeparam>
internal abstract class PointwiseProcessor<TState>(NodeContext context) : GroupedProcessor<TState>(context)
    where TState : class
{
    public override void OnPoint(Point point, Group group)
    {
        if (Apply(point, StateOf(group, point)) is { } result)
            Emit(result, group);
    }

    public override void OnBatch(Batch batch)
    {
        var state = StateOf(batch);
        Reset(state);
        var results = new List<Point>(batch.Points.Count);
        foreach (var point in batch.Span)
        {
            if (Apply(point, state) is { } result)
                results.Add(result);
        }

        Emit(batch with { Points = results });
    }

    /// <summary>The point to pass on, or null.</summary>
    protected abstract Point? Apply(Point point, TState state);

    /// <summary>Forgets the points of the batch before.</summary>
    protected abstract void Reset(TState state);
}
