using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>What points are grouped by. Equal when the flag and all names are.</summary>
/// <param name="ByName">True when the measurement tells groups apart.</param>
/// <param name="TagNames">Tags whose values tell groups apart, in the order of the group's id.</param>
internal sealed record Dimensions(bool ByName, IReadOnlyList<string> TagNames)
{
    /// <summary>Everything in one group.</summary>
    public static readonly Dimensions None = new(false, []);

    public bool Equals(Dimensions? other) =>
        other is not null && ByName == other.ByName && TagNames.SequenceEqual(other.TagNames);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(ByName);
        foreach (var name in TagNames)
            hash.Add(name);
        return hash.ToHashCode();
    }

    /// <summary>The same without one tag.</summary>
    public Dimensions Without(string tagName) =>
        TagNames.Contains(tagName) ? this with { TagNames = [.. TagNames.Where(name => name != tagName)] } : this;

    /// <summary>Dimensions by all tags of a set, sorted.</summary>
    public static Dimensions Of(TagSet tags, bool byName = false) => new(byName, tags.Keys.Names);
}
