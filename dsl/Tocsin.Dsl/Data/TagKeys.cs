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

    // Rows have a handful of tags: comparing lengths and first characters beats hashing.
    private const int FewNames = 16;

    private readonly string[] _names;
    private Dictionary<string, int>? _slots;

    private TagKeys(string[] names) => _names = names;

    public int Count => _names.Length;

    /// <summary>The names in byte order.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The slot of a tag, or -1.</summary>
    public int IndexOf(string name)
    {
        if (_names.Length > FewNames)
            return (_slots ??= IndexSlots()).GetValueOrDefault(name, -1);
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
        if (sortedNames.IsEmpty)
            return Empty;
        var generation = _generation;
        return generation.Lookup.TryGetValue(sortedNames, out var known) ? known : generation.Add(sortedNames.ToArray());
    }

    private Dictionary<string, int> IndexSlots()
    {
        var slots = new Dictionary<string, int>(_names.Length);
        for (var slot = 0; slot < _names.Length; slot++)
            slots.TryAdd(_names[slot], slot);
        return slots;
    }

    private sealed class Generation
    {
        private readonly ConcurrentDictionary<string[], TagKeys> _known = new(SameNames.Comparer);
        private int _names;

        public ConcurrentDictionary<string[], TagKeys>.AlternateLookup<ReadOnlySpan<string>> Lookup =>
            _known.GetAlternateLookup<ReadOnlySpan<string>>();

        public TagKeys Add(string[] names)
        {
            var keys = _known.GetOrAdd(names, static names => new TagKeys(names));
            if (Interlocked.Add(ref _names, names.Length) > KeptNames)
                Interlocked.CompareExchange(ref _generation, new Generation(), this);
            return keys;
        }
    }

    /// <summary>Lists are equal that have the same names in the same order.</summary>
    private sealed class SameNames : IEqualityComparer<string[]>, IAlternateEqualityComparer<ReadOnlySpan<string>, string[]>
    {
        public static readonly SameNames Comparer = new();

        public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(string[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<string> alternate, string[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<string> alternate)
        {
            var hash = new HashCode();
            foreach (var name in alternate)
                hash.Add(name);
            return hash.ToHashCode();
        }

        public string[] Create(ReadOnlySpan<string> alternate) => alternate.ToArray();
    }
}
