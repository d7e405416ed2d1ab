using System.Runtime.InteropServices;
using Tocsin.Dsl.Time;
using Tocsin.Sdk.Functions;

namespace Tocsin.Pipelines.Data;

/// <summary>Points of one group with one end. Never changes once passed on; its points last by themselves.</summary>
/// <param name="Name">The measurement.</param>
/// <param name="Group">The group; its tags are the batch's tags, its dimensions the batch's dimensions.</param>
/// <param name="Time">The end of the batch, in nanoseconds since 1970.</param>
/// <param name="Points">In their order of arrival. Each may have more tags than the group.</param>
public sealed record Batch(string Name, Group Group, long Time, IReadOnlyList<Point> Points) : IBatchData
{
    public Instant Instant => new(Time);

    long IBatchData.UnixNanoseconds => Time;

    int IBatchData.Count => Points.Count;

    IPointData IBatchData.PointAt(int index) => Points[index];

    string? IBatchData.Tag(string name) => Group.Tags.Find(name);

    /// <summary>The same points for loops that run per point: no interface call, no enumerator.</summary>
    internal ReadOnlySpan<Point> Span => Points switch
    {
        Point[] points => points,
        ArraySegment<Point> points => points,
        List<Point> points => CollectionsMarshal.AsSpan(points),
        _ => Points.ToArray(),
    };
}
