using System.Reflection;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Loads one plugin folder. Whatever is in it, the answer is a <see cref="PluginLoad"/>.</summary>
internal static class PluginFolder
{
    private const string DependencyFile = ".deps.json";

    public static PluginLoad Load(string folder)
    {
        var load = new PluginLoad { Id = Path.GetFileName(folder), Folder = folder };
        PluginLoadContext? context = null;
        try
        {
            context = new PluginLoadContext(load.Id, FindAssembly(folder));
            var assembly = context.LoadPlugin();
            load = load with { Assembly = $"{assembly.GetName().Name} {assembly.GetName().Version?.ToString(3)}" };
            CheckSdk(assembly);
            load = Read(assembly, load);
        }
        catch (Exception e)
        {
            // Anything may come out of a file that calls itself a plugin; none of it may harm the server.
            load = load with { Errors = [.. load.Errors, Explain(e)] };
        }

        if (load.Kinds.Count == 0)
            context?.Unload();
        return load;
    }

    private static PluginLoad Read(Assembly assembly, PluginLoad load)
    {
        var kinds = new List<HandlerKind>();
        var errors = new List<string>();
        foreach (var type in assembly.GetTypes().Where(t => t.IsDefined(typeof(AlertHandlerAttribute))))
        {
            try
            {
                kinds.Add(HandlerKind.FromType(type, load.Id));
            }
            catch (OptionsShapeException e)
            {
                errors.Add(e.Message);
            }
        }

        if (kinds.Count == 0 && errors.Count == 0)
            errors.Add($"{load.Assembly} holds no class marked [AlertHandler]");
        return load with { Kinds = kinds, Errors = errors };
    }

    private static string FindAssembly(string folder)
    {
        var described = Directory.GetFiles(folder, "*" + DependencyFile).Select(f => f[..^DependencyFile.Length] + ".dll").Where(File.Exists).ToArray();
        var candidates = described.Length > 0 ? described : Directory.GetFiles(folder, "*.dll");
        return candidates switch
        {
            [var only] => only,
            [] => throw new PluginException("the folder holds no .dll: publish the plugin's project into it"),
            _ => throw new PluginException(
                "it is not clear which of " + string.Join(", ", candidates.Select(Path.GetFileName)) +
                " is the plugin: keep the .deps.json of one only, as 'dotnet publish' makes it"),
        };
    }

    private static void CheckSdk(Assembly assembly)
    {
        var sdk = typeof(AlertEvent).Assembly.GetName();
        var wanted = assembly.GetReferencedAssemblies().FirstOrDefault(r => r.Name == sdk.Name)
            ?? throw new PluginException($"{assembly.GetName().Name} does not reference {sdk.Name}, so it is not a plugin");
        if (wanted.Version > sdk.Version)
        {
            throw new PluginException(
                $"the plugin was built for {sdk.Name} {wanted.Version}, this server has {sdk.Version}: update the server or build the plugin for its version");
        }
    }

    private static string Explain(Exception error) => error switch
    {
        PluginException or OptionsShapeException => error.Message,
        BadImageFormatException bad => $"{Path.GetFileName(bad.FileName) ?? "the .dll"} is not a .NET assembly: {bad.Message}",
        ReflectionTypeLoadException types => string.Join("; ", types.LoaderExceptions.OfType<Exception>().Select(Explain).Distinct()),
        FileNotFoundException or FileLoadException or TypeLoadException => error.Message,
        _ => $"{error.GetType().Name}: {error.Message}",
    };
}
