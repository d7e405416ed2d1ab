using System.Buffers;

namespace Tocsin.Dsl.Data;

/// <summary>Tags and their values, in the byte order of the names. Never changes.</summary>
public sealed class TagSet
{
    /// <summary>No tags.</summary>
    public static readonly TagSet Empty = new(TagKeys.Empty, []);

    /// <summary>So few are sorted by inserting them.</summary>
    private const int FewPairs = 16;

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
    public static TagSet From(IEnumerable<KeyValuePair<string, string>> pairs) => From([.. pairs]);

    /// <inheritdoc cref="From(IEnumerable{KeyValuePair{string, string}})"/>
    public static TagSet From(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        if (IsSorted(pairs))
            return OfSorted(pairs);

        if (pairs.Length > FewPairs)
            return FromMany(pairs);
        var sorted = new KeyValuePair<string, string>[pairs.Length];
        var count = 0;
        foreach (var pair in pairs)
            Insert(sorted, ref count, pair);
        return OfSorted(sorted.AsSpan(0, count));
    }

    private static void Insert(KeyValuePair<string, string>[] sorted, ref int count, KeyValuePair<string, string> pair)
    {
        var at = count;
        var order = 1;
        while (at > 0 && (order = Utf8Order.Compare(sorted[at - 1].Key, pair.Key)) > 0)
            at--;
        if (at > 0 && order == 0)
        {
            sorted[at - 1] = pair;
            return;
        }

        Array.Copy(sorted, at, sorted, at + 1, count++ - at);
        sorted[at] = pair;
    }

    private static TagSet FromMany(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        var sorted = new SortedDictionary<string, string>(Utf8Order.Comparer);
        foreach (var (name, value) in pairs)
            sorted[name] = value;
        return OfSorted([.. sorted]);
    }

    private static bool IsSorted(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            if (Utf8Order.Compare(pairs[i - 1].Key, pairs[i].Key) >= 0)
                return false;
        }

        return true;
    }

    private static TagSet OfSorted(ReadOnlySpan<KeyValuePair<string, string>> pairs)
    {
        if (pairs.IsEmpty)
            return Empty;

        var values = new string[pairs.Length];
        var names = ArrayPool<string>.Shared.Rent(pairs.Length);
        for (var i = 0; i < pairs.Length; i++)
            (names[i], values[i]) = pairs[i];
        var keys = TagKeys.Of(names.AsSpan(0, pairs.Length));
        ArrayPool<string>.Shared.Return(names, clearArray: true);
        return new TagSet(keys, values);
    }

    public IEnumerable<KeyValuePair<string, string>> Pairs()
    {
        for (var i = 0; i < _values.Length; i++)
            yield return new(NameAt(i), _values[i]);
    }
}
