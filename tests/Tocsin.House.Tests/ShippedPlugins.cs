using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions;
using Tocsin.Scripting.Hosting;

namespace Tocsin.House.Tests;

/// <summary>The handlers that come with the server, those of the plugin to copy, and the functions of the examples.</summary>
internal static class ShippedPlugins
{
    private static readonly string Here = AppContext.BaseDirectory.TrimEnd('/', '\\');

    public static ScriptHost Scripts { get; } = new(new ScriptSettings());

    public static HandlerKinds Kinds { get; } = Load(Path.Combine(Here, "plugins"), Scripts.AddTo(HandlerKinds.BuiltIn));

    public static SourceKinds Sources { get; } = PluginSet.Load(Path.Combine(Here, "plugins"), HandlerKinds.BuiltIn).Sources;

    public static FunctionSet ExampleFunctions { get; } =
        Scripts.OpenFunctions(Path.Combine(Repository.Root, "examples/scripts/functions")).AddTo(PluginSet.Load(OutputOf("plugin-functions"), HandlerKinds.BuiltIn).Functions, out _);

    public static HandlerKinds WithTheOneToCopy { get; } = Load(OutputOf("plugin-template/TeamChat"), Kinds);

    private static HandlerKinds Load(string folder, HandlerKinds known)
    {
        PluginLoader.LoadAll(folder, known, out var kinds);
        return kinds;
    }

    // The same configuration as these tests: bin/Debug.
    private static string OutputOf(string example) =>
        Path.Combine(Repository.Root, "examples", example, "bin", Path.GetFileName(Path.GetDirectoryName(Here)!)); // A folder of an output has a parent.
}
