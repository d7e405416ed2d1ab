using Microsoft.Extensions.Logging.Abstractions;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// Loads every plugin of a folder of plugins: <c>plugins/&lt;id&gt;/&lt;Assembly&gt;.dll</c>. For processes that run and end, as the files must
/// not be changed meanwhile.
/// </summary>
public static class PluginLoader
{
    /// <summary>Where plugins are unless somebody says otherwise: beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>Loads all plugins of a folder.</summary>
    /// <param name="folder">Holds one folder a plugin; need not exist.</param>
    /// <param name="known">What there is without them; other plugins among that stay.</param>
    /// <param name="trust">Which of them may be loaded; null for all.</param>
    /// <returns>That, and what the plugins bring.</returns>
    public static Extensions LoadAll(string folder, Extensions known, PluginTrust? trust = null)
    {
        var folders = Directory.Exists(folder) ? FoldersOf(folder) : [];
        return known.WithPlugins([.. known.Plugins, .. folders.Select(path => PluginFolder.Load(path, HealthOf(path), trust ?? PluginTrust.All))]);
    }

    /// <summary>Loads the plugin of one folder.</summary>
    public static Extensions LoadOne(string folder) => Extensions.BuiltIn.WithPlugins([PluginFolder.Load(folder, HealthOf(folder), PluginTrust.All)]);

    /// <summary>The names of the plugins in a folder, in their order; none when it is not there.</summary>
    public static IReadOnlyList<string> IdsIn(string folder) => Directory.Exists(folder) ? [.. FoldersOf(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)] : [];

    /// <summary>The folders of plugins; those whose names begin with a dot are being prepared and do not count.</summary>
    internal static IEnumerable<string> FoldersOf(string folder) =>
        Directory.GetDirectories(Path.GetFullPath(folder)).Where(path => !Path.GetFileName(path).StartsWith('.'));

    private static PluginHealth HealthOf(string path) => new(Path.GetFileName(path), TimeProvider.System, NullLogger.Instance);
}
