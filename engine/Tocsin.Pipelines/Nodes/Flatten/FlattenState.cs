using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.Flatten;

/// <summary>What a group has gathered of one time.</summary>
/// <param name="series">What the flattened points belong to: the group's name and tags.</param>
internal sealed class FlattenState(Series series)
{
    public Series Series { get; } = series;

    /// <summary>The rounded time of the points gathered, or null before the first.</summary>
    public long? Time { get; set; }

    public FlattenedFields Fields { get; } = new();
}
