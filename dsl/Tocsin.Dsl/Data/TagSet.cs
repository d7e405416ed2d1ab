namespace Tocsin.Dsl.Data;

/// <summary>Tags and their values, in the byte order of the names. Never changes.</summary>
public sealed class TagSet
{
    /// <summary>No tags.</summary>
    public static readonly TagSet Empty = new(TagKeys.Empty, []);

    private readonly string[] _values;

    /// <summary>Takes over <paramref name="values"/>, which stand in the order of <paramref name="keys"/>.</summary>
    public TagSet(TagKeys keys, string[] values)
    {
        Keys = keys;
        _values = values;
    }

    public TagKeys Keys { get; }

    public int Count => _values.Length;

    public string NameAt(int slot) => Keys.Names[slot];

    public string ValueAt(int slot) => _values[slot];

    /// <summary>The value of a tag, or null where there is none.</summary>
    public string? Find(string name)
    {
        var slot = Keys.IndexOf(name);
        return slot < 0 ? null : _values[slot];
    }

    /// <summary>These tags and one more, or with another value.</summary>
    public TagSet With(string name, string value)
    {
        var slot = Keys.IndexOf(name);
        if (slot >= 0)
        {
            var values = (string[])_values.Clone();
            values[slot] = value;
            return new TagSet(Keys, values);
        }

        return From(Pairs().Append(new(name, value)));
    }

    /// <summary>These tags without one.</summary>
    public TagSet Without(string name) => Keys.IndexOf(name) < 0 ? this : From(Pairs().Where(pair => pair.Key != name));

    /// <summary>The tags of these pairs; of two with the same name the later counts.</summary>
    public static TagSet From(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var sorted = new SortedDictionary<string, string>(Utf8Order.Comparer);
        foreach (var (name, value) in pairs)
            sorted[name] = value;
        return sorted.Count == 0 ? Empty : new TagSet(TagKeys.Of(sorted.Keys.ToArray()), [.. sorted.Values]);
    }

    public IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        for (var i = 0; i < _values.Length; i++)
            yield return new(NameAt(i), _values[i]);
    }
}
