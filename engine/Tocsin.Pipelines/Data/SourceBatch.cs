using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>A batch before it is in a pipeline: an answer to a query, or what a recording of one holds. Never changes.</summary>
/// <param name="Name">The measurement.</param>
/// <param name="IsByName">True when the measurement tells groups apart.</param>
/// <param name="Tags">What the batch is grouped by, all of it.</param>
/// <param name="Time">The end of the batch, in nanoseconds since 1970.</param>
/// <param name="Points">Points that last by themselves, without a database.</param>
internal sealed record SourceBatch(string Name, bool IsByName, TagSet Tags, long Time, IReadOnlyList<Point> Points)
{
    /// <summary>The same as a batch of a group of one pipeline.</summary>
    public Batch? In(GroupTable groups) =>
        groups.TryFind(Dimensions.Of(Tags, IsByName), Name, Tags, out var group) ? new Batch(Name, group, Time, Points) : null;
}
