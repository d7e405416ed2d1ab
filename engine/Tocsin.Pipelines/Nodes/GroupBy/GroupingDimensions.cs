using Tocsin.Dsl.Data;
using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Nodes.GroupBy;

/// <summary>The dimensions that a grouping means for the tags at hand, one object for all groups that share them. For one thread.</summary>
internal sealed class GroupingDimensions(Grouping grouping)
{
    private readonly Dimensions _unnamed = new(false, grouping.TagNames);
    private readonly Dimensions _named = new(true, grouping.TagNames);
    private TagKeys? _keys;
    private Dimensions? _ofKeys;

    /// <summary>The dimensions of points with these tags.</summary>
    public Dimensions Of(TagSet tags, bool isByName)
    {
        if (!grouping.IsByAllTags)
            return isByName ? _named : _unnamed;
        if (_ofKeys is { } known && known.ByName == isByName && ReferenceEquals(tags.Keys, _keys))
            return known;

        _keys = tags.Keys;
        return _ofKeys = new(isByName, [.. tags.Keys.Names.Where(name => !grouping.Excluded.Contains(name))]);
    }
}
