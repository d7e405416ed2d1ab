namespace Tocsin.Dsl.Data;

/// <summary>
/// The names of a row's tags in byte order, interned like <see cref="FieldLayout"/>. Safe for any number of threads.
/// </summary>
public sealed class TagKeys
{
    /// <summary>No tags.</summary>
    public static readonly TagKeys Empty = new([]);

    private readonly Lock _gate = new();
    private readonly string[] _names;
    private volatile TagKeys[] _next = [];

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
        foreach (var keys in _next)
        {
            if (keys._names[^1] == name)
                return keys;
        }

        lock (_gate)
        {
            foreach (var keys in _next)
            {
                if (keys._names[^1] == name)
                    return keys;
            }

            var longer = new TagKeys([.. _names, name]);
            _next = [.. _next, longer];
            return longer;
        }
    }
}
