using System.Diagnostics.CodeAnalysis;

namespace Tocsin.Alerting.Configuration;

/// <summary>Values by key, in the order they were written.</summary>
public sealed record ConfigMap(IReadOnlyList<ConfigEntry> Entries) : ConfigValue
{
    public static readonly ConfigMap Empty = new([]);

    public override string Describe() => "a section of keys";

    /// <summary>Finds a key in any case; the last one counts.</summary>
    public bool TryFind(string key, [NotNullWhen(true)] out ConfigValue? value)
    {
        value = Entries.LastOrDefault(e => string.Equals(e.Key, key, StringComparison.OrdinalIgnoreCase))?.Value;
        return value is not null;
    }
}

/// <summary>One key of a map.</summary>
/// <param name="Place">Where the key stands; null when it came from no file.</param>
public sealed record ConfigEntry(string Key, ConfigValue Value, ConfigPlace? Place = null)
{
    /// <summary>True in files of the peer, which ignores keys that it does not know: such a key is not a mistake, and is told of once.</summary>
    public bool MayBeUnknown { get; init; }
}
