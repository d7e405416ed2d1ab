using System.Collections.Concurrent;

namespace Tocsin.Dsl.Data;

/// <summary>
/// The names of a row's tags in byte order, interned like <see cref="FieldLayout"/>. Safe for any number of threads.
/// </summary>
public sealed class TagKeys
{
    /// <summary>Names of all keys together before the interning starts over.</summary>
    private const int KeptNames = 1_000_000;

    /// <summary>No tags.</summary>
    public static readonly TagKeys Empty = new([]);

    private static volatile Generation _generation = new();

    private readonly string[] _names;

    private TagKeys(string[] names) => _names = names;

    public int Count => _names.Length;

    /// <summary>The names in byte order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The slot of a tag, or -1.</summary>
    public int IndexOf(string name)
    {
        // Rows have a handful of tags: comparing lengths and first characters beats hashing.
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i] == name)
                return i;
        }

        return -1;
    }

    /// <summary>The interned keys with these names, which must be distinct and in byte order.</summary>
    public static TagKeys Of(ReadOnlySpan<string> sortedNames)
    {
        var keys = Empty;
        foreach (var name in sortedNames)
            keys = keys.Append(name);
        return keys;
    }

    private TagKeys Append(string name)
    {
        var generation = _generation;
        return generation.Longer.TryGetValue((this, name), out var known) ? known : generation.Add(this, name);
    }

    private sealed class Generation
    {
        private int _names;

        public ConcurrentDictionary<(TagKeys, string), TagKeys> Longer { get; } = new();

        public TagKeys Add(TagKeys keys, string name)
        {
            var longer = Longer.GetOrAdd((keys, name), new TagKeys([.. keys._names, name]));
            if (Interlocked.Add(ref _names, longer.Count) > KeptNames)
                Interlocked.CompareExchange(ref _generation, new Generation(), this);
            return longer;
        }
    }
}
