namespace Tocsin.Engine.Plugins;

/// <summary>Loads every plugin of a folder of plugins: <c>plugins/&lt;id&gt;/&lt;Assembly&gt;.dll</c>.</summary>
public static class PluginLoader
{
    /// <summary>Loads the plugins in the order of their ids and adds their kinds of handlers.</summary>
    /// <param name="folder">Holds one folder a plugin; need not exist.</param>
    /// <param name="kinds">The kinds there are without plugins.</param>
    /// <param name="all">Those and the plugins' kinds. The first to bring a kind keeps it.</param>
    /// <returns>What became of each folder.</returns>
    public static IReadOnlyList<PluginLoad> LoadAll(string folder, HandlerKinds kinds, out HandlerKinds all)
    {
        all = kinds;
        if (!Directory.Exists(folder))
            return [];

        var loads = new List<PluginLoad>();
        foreach (var plugin in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
            loads.Add(Add(PluginFolder.Load(Path.GetFullPath(plugin)), ref all));
        return loads;
    }

    private static PluginLoad Add(PluginLoad load, ref HandlerKinds kinds)
    {
        var added = new List<HandlerKind>();
        var errors = new List<string>(load.Errors);
        foreach (var kind in load.Kinds)
        {
            if (kinds.TryAdd(kind, out var more, out var error))
            {
                kinds = more;
                added.Add(kind);
            }
            else
            {
                errors.Add(error);
            }
        }

        return load with { Kinds = added, Errors = errors };
    }
}
