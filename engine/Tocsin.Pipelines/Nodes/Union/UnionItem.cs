using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Union;

/// <summary>What waits for its time: a point, a batch, or a barrier when it is neither.</summary>
internal readonly record struct UnionItem(Point? Point, Batch? Batch, Group Group, long Time)
{
    /// <summary>The same, lasting beyond the call that brought it.</summary>
    public UnionItem Keep() => Point is null ? this : this with { Point = Point.Keep() };
}
