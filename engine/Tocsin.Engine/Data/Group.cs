using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Engine.Data;

/// <summary>
/// The points that share the values of their dimensions, within one pipeline. Holds the state that each node keeps for it, by the node's
/// slot: found without hashing. For the pipeline's thread only.
/// </summary>
public sealed class Group
{
    private object?[] _states = [];

    internal Group(Dimensions dimensions, string name, TagSet tags)
    {
        Dimensions = dimensions;
        Tags = tags;
        Name = name;
        Id = IdOf(dimensions, name, tags);
    }

    /// <summary>
    /// <c>tag=value</c> pairs in the order of the dimensions, joined by commas; before them the measurement and a line feed when the name
    /// is a dimension. Empty for everything in one group.
    /// </summary>
    public string Id { get; }

    public Dimensions Dimensions { get; }

    /// <summary>The measurement when the name is a dimension, else empty.</summary>
    public string Name { get; }

    /// <summary>Exactly the dimensions' tags; a tag the points lack is empty.</summary>
    public TagSet Tags { get; }

    /// <summary>What the node with this slot keeps for the group, or null.</summary>
    internal object? State(int slot)
    {
        var states = _states;
        return (uint)slot < (uint)states.Length ? states[slot] : null;
    }

    internal void SetState(int slot, object? state)
    {
        if (slot >= _states.Length)
            Array.Resize(ref _states, slot + 1);
        _states[slot] = state;
    }

    /// <summary>True when the table holds the group only for as long as somebody else does.</summary>
    internal bool IsLetGo { get; set; }

    internal bool HasState => Array.Exists(_states, state => state is not null);

    private static string IdOf(Dimensions dimensions, string name, TagSet tags)
    {
        if (dimensions.TagNames.Count == 0)
            return name;

        var id = new StringBuilder();
        if (dimensions.ByName)
            id.Append(name).Append('\n');
        var first = true;
        foreach (var tag in dimensions.TagNames)
        {
            if (!first)
                id.Append(',');
            first = false;
            id.Append(tag).Append('=').Append(tags.Find(tag));
        }

        return id.ToString();
    }
}
