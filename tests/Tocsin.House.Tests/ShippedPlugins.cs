using Tocsin.Engine.Plugins;
using Tocsin.Scripting;

namespace Tocsin.House.Tests;

/// <summary>The handlers that come with the server, and those of the plugin to copy.</summary>
internal static class ShippedPlugins
{
    private static readonly string Here = AppContext.BaseDirectory.TrimEnd('/', '\\');

    public static HandlerKinds Kinds { get; } = Load(Path.Combine(Here, "plugins"), new ScriptHost(new ScriptSettings()).AddTo(HandlerKinds.BuiltIn));

    public static HandlerKinds WithTheOneToCopy { get; } = Load(OutputOfTemplate(), Kinds);

    private static HandlerKinds Load(string folder, HandlerKinds known)
    {
        PluginLoader.LoadAll(folder, known, out var kinds);
        return kinds;
    }

    // The same configuration as these tests: bin/Debug.
    private static string OutputOfTemplate() =>
        Path.Combine(Repository.Root, "examples/plugin-template/bin", Path.GetFileName(Path.GetDirectoryName(Here)!)); // A folder of an output has a parent.
}
