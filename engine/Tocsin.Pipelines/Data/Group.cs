using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>
/// The points that share the values of their dimensions, within one pipeline. Holds the state that each node keeps for it, by the node's
/// slot: found without hashing. For the pipeline's thread only.
/// </summary>
/// <remarks>There may be a million of them: what only few are asked for is made when it is asked for.</remarks>
public sealed class Group
{
    // What the node with slot 0 keeps; an array of exactly this type by slot once others keep something too.
    private object? _states;
    private TagSet _tags;
    private string? _id;

    /// <param name="dimensions">What the group is one of.</param>
    /// <param name="name">The measurement when it is a dimension, else empty.</param>
    /// <param name="tags">The tags of data of the group.</param>
    /// <param name="hash">Of its id and dimensions, for the table.</param>
    internal Group(Dimensions dimensions, string name, TagSet tags, int hash)
    {
        Dimensions = dimensions;
        Name = name;
        Hash = hash;
        _tags = tags;
    }

    /// <inheritdoc cref="Dimensions.WriteId"/>
    public string Id => _id ??= Dimensions.IdOf(Name, _tags);

    internal Dimensions Dimensions { get; }

    /// <summary>The measurement when the name is a dimension, else empty.</summary>
    public string Name { get; }

    /// <summary>Exactly the dimensions' tags; a tag the points lack is empty.</summary>
    public TagSet Tags => Dimensions.AreTags(_tags) ? _tags : _tags = Dimensions.TagsOf(_tags);

    internal int Hash { get; }

    /// <summary>The next group in the bucket of <see cref="GroupTable"/>, which alone sets it.</summary>
    internal Group? Next { get; set; }

    /// <summary>The round of the table in which the group was looked for last.</summary>
    internal int Round { get; set; }

    /// <summary>True when the table holds the group only for as long as somebody else does.</summary>
    internal bool IsLetGo { get; set; }

    /// <summary>True when nothing of what nodes keep for the group changed since the table was asked last. Always false where nobody asks.</summary>
    internal bool IsUnchanged { get; set; }

    internal bool HasState => Many is { } many ? Array.Exists(many, state => state is not null) : _states is not null;

    /// <summary>True while a node has something open for the group that must not end with its silence.</summary>
    internal bool IsOpen => Many is { } many ? Array.Exists(many, IsOpenState) : IsOpenState(_states);

    private object?[]? Many => _states is { } states && states.GetType() == typeof(object?[]) ? (object?[])states : null;

    /// <summary>The length of <see cref="Id"/>, which is not made for it.</summary>
    /// <param name="buffer">Is written over, and replaced by a longer one where it has no room.</param>
    internal int IdLength(ref char[] buffer) => _id?.Length ?? Dimensions.WriteId(Name, _tags, ref buffer).Length;

    /// <summary>The same for groups that <paramref name="tags"/> keeps together, and for their series.</summary>
    internal int HashOf(SplitTags tags) => tags.HashOf(_tags);

    /// <summary>True for the group of these dimensions and this id.</summary>
    internal bool Is(Dimensions dimensions, ReadOnlySpan<char> id) => dimensions.Equals(Dimensions) && dimensions.IsIdOf(id, Name, _tags);

    /// <summary>What the node with this slot keeps for the group, or null.</summary>
    internal object? State(int slot)
    {
        if (Many is not { } many)
            return slot == 0 ? _states : null;
        return (uint)slot < (uint)many.Length ? many[slot] : null;
    }

    internal void SetState(int slot, object? state)
    {
        if (Many is not { } many)
        {
            if (slot == 0)
            {
                _states = state;
                return;
            }

            many = [_states];
        }

        if (slot >= many.Length)
            Array.Resize(ref many, slot + 1);
        many[slot] = state;
        _states = many;
    }

    private static bool IsOpenState(object? state) => state is IOpenState { IsOpen: true };
}
