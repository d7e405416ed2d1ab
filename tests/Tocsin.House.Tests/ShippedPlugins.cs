using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Plugins;
using Tocsin.Scripting.Hosting;

namespace Tocsin.House.Tests;

/// <summary>What comes with the server, the plugins to copy, and the functions of the examples.</summary>
internal static class ShippedPlugins
{
    private static readonly string Here = AppContext.BaseDirectory.TrimEnd('/', '\\');

    /// <summary>What comes with the server.</summary>
    public static Extensions All { get; } = Open(functions: null);

    /// <summary>The same with the plugins to copy and the functions of the examples.</summary>
    public static Extensions WithExamples { get; } =
        PluginLoader.LoadAll(OutputOf("plugin-template/TeamChat"), PluginLoader.LoadAll(OutputOf("plugin-functions"), Open(Path.Combine(Repository.Root, "examples/scripts/functions"))));

    public static HandlerKinds Kinds => All.Kinds;

    private static Extensions Open(string? functions) => new ExtensionFolders { Plugins = Path.Combine(Here, "plugins"), Functions = functions }.Open().Current;

    // The same configuration as these tests: bin/Debug.
    private static string OutputOf(string example) =>
        Path.Combine(Repository.Root, "examples", example, "bin", Path.GetFileName(Path.GetDirectoryName(Here)!)); // A folder of an output has a parent.
}
