using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>What makes a series itself. Equal when origin, name and all tags are.</summary>
internal readonly struct SeriesKey(Origin origin, string name, TagSet tags) : IEquatable<SeriesKey>
{
    public Origin Origin { get; } = origin;

    public string Name { get; } = name;

    public TagSet Tags { get; } = tags;

    public bool Equals(SeriesKey other)
    {
        if (!ReferenceEquals(Origin, other.Origin) || Name != other.Name || !ReferenceEquals(Tags.Keys, other.Tags.Keys))
            return false;

        for (var i = 0; i < Tags.Count; i++)
        {
            if (Tags.ValueAt(i) != other.Tags.ValueAt(i))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is SeriesKey other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Origin.Database);
        hash.Add(Name);
        hash.Add(Tags.Keys); // Tags that differ in their names only must not all meet in one bucket.
        for (var i = 0; i < Tags.Count; i++)
            hash.Add(Tags.ValueAt(i));
        return hash.ToHashCode();
    }
}
