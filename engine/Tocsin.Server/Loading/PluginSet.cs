using Tocsin.Engine.Configuration;
using Tocsin.Engine.Plugins;

namespace Tocsin.Server.Loading;

/// <summary>The kinds of handlers that a folder of plugins brings, with what was wrong on the way.</summary>
/// <param name="Kinds">Those of the engine and of all plugins that could be loaded.</param>
/// <param name="Loads">What became of each plugin.</param>
internal sealed record PluginSet(HandlerKinds Kinds, IReadOnlyList<PluginLoad> Loads)
{
    /// <summary>Where plugins are unless somebody says otherwise: beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>What is wrong with plugins, one line each.</summary>
    public IEnumerable<string> Errors => Loads.SelectMany(load => load.Errors.Select(error => $"plugin {load.Id} in {load.Folder}: {error}"));

    /// <param name="folder">The folder; null or empty for the default.</param>
    /// <param name="own">The kinds there are without plugins.</param>
    public static PluginSet Load(string? folder, HandlerKinds own)
    {
        var loads = PluginLoader.LoadAll(string.IsNullOrEmpty(folder) ? DefaultFolder : folder, own, out var kinds);
        return new PluginSet(kinds, loads);
    }

    /// <summary>What is wrong with the services of a configuration.</summary>
    public IReadOnlyList<ConfigProblem> Check(ServiceSections sections) => Kinds.Check(sections);
}
