using System.Text;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>What points are grouped by. Equal when the flag and all names are. Never changes.</summary>
internal sealed class Dimensions : IEquatable<Dimensions>
{
    /// <summary>Everything in one group.</summary>
    public static readonly Dimensions None = new(false, []);

    private readonly int _hash;
    private readonly TagKeys _keys;

    /// <param name="byName">True when the measurement tells groups apart.</param>
    /// <param name="tagNames">Tags whose values tell groups apart, in the order of the group's id.</param>
    public Dimensions(bool byName, IReadOnlyList<string> tagNames)
    {
        ByName = byName;
        TagNames = tagNames;
        _keys = TagKeys.Of([.. tagNames.Distinct().Order(Utf8Order.Comparer)]);
        var hash = new HashCode();
        hash.Add(byName);
        foreach (var name in tagNames)
            hash.Add(name);
        _hash = hash.ToHashCode();
    }

    public bool ByName { get; }

    public IReadOnlyList<string> TagNames { get; }

    /// <summary>True for everything in one group.</summary>
    public bool IsNone => !ByName && TagNames.Count == 0;

    public bool Equals(Dimensions? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && ByName == other.ByName && TagNames.SequenceEqual(other.TagNames));

    public override bool Equals(object? obj) => Equals(obj as Dimensions);

    public override int GetHashCode() => _hash;

    /// <summary>The same without one tag.</summary>
    public Dimensions Without(string tagName) =>
        TagNames.Contains(tagName) ? new(ByName, [.. TagNames.Where(name => name != tagName)]) : this;

    /// <summary>Dimensions by all tags of a set, sorted.</summary>
    public static Dimensions Of(TagSet tags, bool byName = false) => new(byName, tags.Keys.Names);

    /// <summary>Exactly the dimensions' tags of a set; one that the set lacks is empty.</summary>
    public TagSet TagsOf(TagSet tags)
    {
        if (ReferenceEquals(tags.Keys, _keys))
            return tags;

        var values = new string[_keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = tags.Find(_keys.Names[i]) ?? "";
        return new TagSet(_keys, values);
    }

    /// <summary>
    /// <c>tag=value</c> pairs in the order of the dimensions, joined by commas; before them the measurement and a line feed when the name
    /// is a dimension. Empty for everything in one group.
    /// </summary>
    public string IdOf(string name, TagSet tags)
    {
        if (TagNames.Count == 0)
            return ByName ? name : "";
        if (TagNames.Count == 1 && !ByName)
            return $"{TagNames[0]}={tags.Find(TagNames[0])}";

        var id = new StringBuilder();
        if (ByName)
            id.Append(name).Append('\n');
        for (var i = 0; i < TagNames.Count; i++)
        {
            if (i > 0)
                id.Append(',');
            id.Append(TagNames[i]).Append('=').Append(tags.Find(TagNames[i]));
        }

        return id.ToString();
    }
}
