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
    /// <returns>That, and what the plugins bring.</returns>
    public static Extensions LoadAll(string folder, Extensions known)
    {
        var folders = Directory.Exists(folder) ? FoldersOf(folder) : [];
        return known.WithPlugins([.. known.Plugins, .. folders.Select(path => PluginFolder.Load(path, HealthOf(path)))]);
    }

    /// <summary>Loads the plugin of one folder.</summary>
    public static Extensions LoadOne(string folder) => Extensions.BuiltIn.WithPlugins([PluginFolder.Load(folder, HealthOf(folder))]);

    /// <summary>The folders of plugins; those whose names begin with a dot are being prepared and do not count.</summary>
    internal static IEnumerable<string> FoldersOf(string folder) =>
        Directory.GetDirectories(Path.GetFullPath(folder)).Where(path => !Path.GetFileName(path).StartsWith('.'));

    private static PluginHealth HealthOf(string path) => new(Path.GetFileName(path), TimeProvider.System, NullLogger.Instance);
}
