using Tocsin.Dsl.Data;

namespace Tocsin.Engine.Data;

/// <summary>The groups of one pipeline: the same dimensions and values always give the same object. For the pipeline's thread only.</summary>
public sealed class GroupTable
{
    private readonly Dictionary<(Dimensions, string Id), Group> _groups = [];

    /// <summary>Everything in one group.</summary>
    public Group Nil { get; } = new(Dimensions.None, "", TagSet.Empty);

    /// <summary>The group that a name and tags fall into.</summary>
    public Group Find(Dimensions dimensions, string name, TagSet tags)
    {
        if (!dimensions.ByName && dimensions.TagNames.Count == 0)
            return Nil;

        var values = new KeyValuePair<string, string>[dimensions.TagNames.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = new(dimensions.TagNames[i], tags.Find(dimensions.TagNames[i]) ?? "");

        var group = new Group(dimensions, dimensions.ByName ? name : "", TagSet.From(values));
        if (_groups.TryGetValue((dimensions, group.Id), out var known))
            return known;

        _groups[(dimensions, group.Id)] = group;
        return group;
    }

    /// <summary>Lets go of a group that no node keeps anything for any more.</summary>
    internal void Forget(Group group)
    {
        if (!group.HasState)
            _groups.Remove((group.Dimensions, group.Id));
    }
}
