using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The points that share the values of their dimensions, within one pipeline. Holds the state that each node keeps for it, by the node's
/// slot: found without hashing. For the pipeline's thread only.
/// </summary>
public sealed class Group
{
    private object?[] _states = [];

    /// <param name="dimensions">What the group is one of.</param>
    /// <param name="name">The measurement when it is a dimension, else empty.</param>
    /// <param name="tags">The tags of data of the group.</param>
    /// <param name="id">What <see cref="Dimensions.IdOf"/> says of them.</param>
    internal Group(Dimensions dimensions, string name, TagSet tags, string id)
    {
        Dimensions = dimensions;
        Tags = dimensions.TagsOf(tags);
        Name = name;
        Id = id;
    }

    /// <inheritdoc cref="Dimensions.IdOf"/>
    public string Id { get; }

    internal Dimensions Dimensions { get; }

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
}
