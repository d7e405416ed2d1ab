using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Nodes.Tags;

/// <summary>Changes the tags of points by a fixed rule, worked out once for each series. For one thread.</summary>
internal abstract class TagChange(NodeContext context)
{
    private readonly SeriesCache<Changed> _bySeries = context.Groups.NewCache<Changed>();

    /// <summary>What becomes of a point's series and group.</summary>
    public Changed Find(Series series, Group group)
    {
        if (_bySeries[series] is { } known && ReferenceEquals(known.Before, group))
            return known;

        var tags = Change(series.Tags, out var count);
        var dimensions = Change(group.Dimensions);
        var isRegrouped = count > 0 || !ReferenceEquals(dimensions, group.Dimensions);
        var changed = new Changed(
            group,
            count > 0 ? context.Services.Series.Intern(series.Origin, series.Name, tags) : series,
            isRegrouped ? context.Groups.Find(dimensions, series.Name, tags) : group,
            count);
        _bySeries.Set(series, changed);
        return changed;
    }

    /// <summary>What becomes of a batch's group: its dimensions are then all the tags it has.</summary>
    public Group Find(Batch batch, out int count)
    {
        var tags = Change(batch.Group.Tags, out count);
        return context.Groups.Find(Dimensions.Of(tags, batch.Group.Dimensions.ByName), batch.Name, tags);
    }

    /// <summary>The tags after the change.</summary>
    /// <param name="count">How many were changed.</param>
    protected abstract TagSet Change(TagSet tags, out int count);

    /// <summary>What points are grouped by after the change: the same object where nothing changes.</summary>
    protected virtual Dimensions Change(Dimensions dimensions) => dimensions;

    /// <param name="Before">The group of the points that this is known for.</param>
    /// <param name="Count">How many tags were changed.</param>
    internal sealed record Changed(Group Before, Series Series, Group Group, int Count);
}
