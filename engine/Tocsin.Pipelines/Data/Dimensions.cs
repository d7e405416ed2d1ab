using System.Buffers;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Data;

/// <summary>What points are grouped by. Equal when the flag and all names are. Never changes.</summary>
internal sealed class Dimensions : IEquatable<Dimensions>
{
    /// <summary>Everything in one group.</summary>
    public static readonly Dimensions None = new(false, []);

    private const int LongestUsualId = 256;

    private readonly int _hash;
    private readonly string[] _names;
    private readonly TagKeys _keys;

    /// <param name="byName">True when the measurement tells groups apart.</param>
    /// <param name="tagNames">Tags whose values tell groups apart, in the order of the group's id.</param>
    public Dimensions(bool byName, IReadOnlyList<string> tagNames)
    {
        ByName = byName;
        TagNames = _names = [.. tagNames];
        _keys = TagKeys.Of([.. tagNames.Distinct().Order(Utf8Order.Comparer)]);
        var hash = new HashCode();
        hash.Add(byName);
        foreach (var name in tagNames)
            hash.Add(name);
        _hash = hash.ToHashCode();
    }

    public bool ByName { get; }

    public IReadOnlyList<string> TagNames { get; }

    // By dimension: where its tag stands in a set that has exactly the dimensions' tags.
    private int[] Slots => field ??= FindSlots();

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

    /// <summary>The names in byte order, those that are given twice among them.</summary>
    public IReadOnlyList<string> SortedNames => field ??= [.. TagNames.Order(Utf8Order.Comparer)];

    /// <summary>True for a set that has exactly the dimensions' tags.</summary>
    public bool AreTags(TagSet tags) => ReferenceEquals(tags.Keys, _keys);

    /// <summary>Exactly the dimensions' tags of a set; one that the set lacks is empty.</summary>
    public TagSet TagsOf(TagSet tags)
    {
        if (AreTags(tags))
            return tags;

        var values = new string[_keys.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = tags.Find(_keys.Names[i]) ?? "";
        return new TagSet(_keys, values);
    }

    /// <inheritdoc cref="WriteId"/>
    public string IdOf(string name, TagSet tags)
    {
        if (TagNames.Count == 0)
            return ByName ? name : "";

        var buffer = ArrayPool<char>.Shared.Rent(LongestUsualId);
        var id = WriteId(name, tags, ref buffer).ToString();
        ArrayPool<char>.Shared.Return(buffer);
        return id;
    }

    /// <summary>
    /// <c>tag=value</c> pairs in the order of the dimensions, joined by commas; before them the measurement and a line feed when the name
    /// is a dimension. Empty for everything in one group.
    /// </summary>
    /// <param name="buffer">Takes the id; is replaced by a longer one where it has no room.</param>
    public ReadOnlySpan<char> WriteId(string name, TagSet tags, ref char[] buffer)
    {
        var length = 0;
        if (ByName)
        {
            Write(name, ref buffer, ref length);
            if (TagNames.Count > 0)
                Write("\n", ref buffer, ref length);
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (i > 0)
                Write(",", ref buffer, ref length);
            Write(_names[i], ref buffer, ref length);
            Write("=", ref buffer, ref length);
            Write(ValueOf(tags, i), ref buffer, ref length);
        }

        return buffer.AsSpan(0, length);
    }

    /// <summary>True when this is what <see cref="WriteId"/> makes of a name and tags.</summary>
    public bool IsIdOf(ReadOnlySpan<char> id, string name, TagSet tags)
    {
        if (ByName && !(Skip(ref id, name) && (_names.Length == 0 || Skip(ref id, "\n"))))
            return false;

        for (var i = 0; i < _names.Length; i++)
        {
            if (!((i == 0 || Skip(ref id, ",")) && Skip(ref id, _names[i]) && Skip(ref id, "=") && Skip(ref id, ValueOf(tags, i))))
                return false;
        }

        return id.IsEmpty;
    }

    // A set that has the dimensions' tags only may have very many.
    private string ValueOf(TagSet tags, int i) => AreTags(tags) ? tags.ValueAt(Slots[i]) : tags.Find(_names[i]) ?? "";

    private int[] FindSlots()
    {
        var slots = new Dictionary<string, int>(_keys.Count);
        for (var slot = 0; slot < _keys.Count; slot++)
            slots[_keys.Names[slot]] = slot;
        return [.. _names.Select(name => slots[name])];
    }

    private static void Write(string part, ref char[] buffer, ref int length)
    {
        if (buffer.Length - length < part.Length)
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + part.Length));
        part.CopyTo(buffer.AsSpan(length));
        length += part.Length;
    }

    private static bool Skip(ref ReadOnlySpan<char> text, string part)
    {
        if (!text.StartsWith(part))
            return false;
        text = text[part.Length..];
        return true;
    }
}
