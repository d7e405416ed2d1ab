using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Loads every plugin of a folder of plugins: <c>plugins/&lt;id&gt;/&lt;Assembly&gt;.dll</c>. For processes that run and end, as the files must
/// not be changed meanwhile.
/// </summary>
public static class PluginLoader
{
    /// <summary>Loads the plugins in the order of their ids and adds their kinds of handlers.</summary>
    /// <param name="folder">Holds one folder a plugin; need not exist.</param>
    /// <param name="kinds">The kinds there are without plugins.</param>
    /// <param name="all">Those and the plugins' kinds. The first to bring a kind keeps it.</param>
    /// <returns>What became of each folder.</returns>
    public static IReadOnlyList<PluginLoad> LoadAll(string folder, HandlerKinds kinds, out HandlerKinds all)
    {
        var folders = Directory.Exists(folder) ? FoldersOf(folder) : [];
        var set = PluginSet.Of(kinds, folders.Select(path => PluginFolder.Load(path, HealthOf(path))));
        all = set.Kinds;
        return set.Loads;
    }

    /// <summary>Loads the plugin of one folder.</summary>
    /// <param name="own">The kinds there are without it.</param>
    public static PluginSet LoadOne(string folder, HandlerKinds own) => PluginSet.Of(own, [PluginFolder.Load(folder, HealthOf(folder))]);

    /// <summary>The folders of plugins; those whose names begin with a dot are being prepared and do not count.</summary>
    internal static IEnumerable<string> FoldersOf(string folder) =>
        Directory.GetDirectories(Path.GetFullPath(folder)).Where(path => !Path.GetFileName(path).StartsWith('.'));

    private static PluginHealth HealthOf(string path) => new(Path.GetFileName(path), TimeProvider.System, NullLogger.Instance);
}
