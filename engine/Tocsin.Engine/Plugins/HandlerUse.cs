using Tocsin.Engine.Configuration;

namespace Tocsin.Engine.Plugins;

/// <summary>A handler as a script wants it: its kind and its options. Filled while the script is bound, never changed after.</summary>
public sealed class HandlerUse(string kind)
{
    private readonly List<ConfigEntry> _options = [];

    /// <summary>The name of the kind, as in handler files.</summary>
    public string Kind { get; } = kind;

    /// <summary>The options given so far, as <see cref="HandlerKind.TryCreate"/> takes them.</summary>
    public ConfigMap Options => new([.. _options]);

    /// <summary>Sets an option; the last value counts.</summary>
    internal void Set(string key, ConfigValue value)
    {
        _options.RemoveAll(o => o.Key == key);
        _options.Add(new ConfigEntry(key, value));
    }

    /// <summary>Adds items to a list option.</summary>
    internal void Append(string key, IEnumerable<ConfigValue> items)
    {
        var before = Options.TryFind(key, out var value) && value is ConfigList list ? list.Items : [];
        Set(key, new ConfigList([.. before, .. items]));
    }

    /// <summary>Adds a key to a map option.</summary>
    internal void Put(string key, string name, ConfigValue item)
    {
        var before = Options.TryFind(key, out var value) && value is ConfigMap map ? map.Entries : [];
        Set(key, new ConfigMap([.. before.Where(e => e.Key != name), new ConfigEntry(name, item)]));
    }
}
