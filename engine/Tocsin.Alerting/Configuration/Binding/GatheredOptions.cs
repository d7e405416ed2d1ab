namespace Tocsin.Alerting.Configuration.Binding;

/// <summary>The options that a script gives, property by property. Filled while the script is bound, never changed after.</summary>
public class GatheredOptions
{
    private readonly List<ConfigEntry> _options = [];

    /// <summary>The options given so far.</summary>
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
