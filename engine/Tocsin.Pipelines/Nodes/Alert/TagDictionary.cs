using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Tocsin.Dsl.Data;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>A tag set as handlers see it, without a copy.</summary>
internal sealed class TagDictionary(TagSet tags) : IReadOnlyDictionary<string, string>
{
    public IEnumerable<string> Keys => tags.Keys.Names;

    public IEnumerable<string> Values => tags.Pairs().Select(pair => pair.Value);

    public int Count => tags.Count;

    public string this[string key] => tags.Find(key) ?? throw new KeyNotFoundException($"there is no tag '{key}'");

    public bool ContainsKey(string key) => tags.Find(key) is not null;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        value = tags.Find(key);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => tags.Pairs().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
