using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// The world of one plugin: its own assemblies from its own folder; of the server's only the SDK and the framework. Files are read and
/// closed at once, so that a folder can be replaced while its plugin runs.
/// </summary>
internal sealed class PluginLoadContext(string id, string assemblyPath) : AssemblyLoadContext("plugin " + id, isCollectible: true)
{
    private static readonly string SdkName = NameOf(typeof(AlertEvent).Assembly);
    private static readonly HashSet<string> FrameworkNames = FindFrameworkNames();

    private readonly AssemblyDependencyResolver _resolver = new(assemblyPath);

    /// <summary>Loads the plugin's own assembly.</summary>
    public Assembly LoadPlugin() => LoadFile(assemblyPath);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A second SDK would be another type with the same name: nothing of the plugin would be recognised.
        if (assemblyName.Name == SdkName)
            return null;
        if (_resolver.ResolveAssemblyToPath(assemblyName) is { } path)
            return LoadFile(path);
        if (assemblyName.Name is { } name && FrameworkNames.Contains(name))
            return null;

        throw new FileNotFoundException(
            $"the plugin '{id}' needs {assemblyName.Name} {assemblyName.Version}, which is not in its folder: publish the plugin with its dependencies");
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : nint.Zero;

    private static string NameOf(Assembly assembly) => assembly.GetName().Name ?? "";

    private static HashSet<string> FindFrameworkNames()
    {
        var own = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        var trusted = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        var folders = new[] { RuntimeEnvironment.GetRuntimeDirectory() };
        return trusted.Split(Path.PathSeparator)
            .Where(p => Path.GetDirectoryName(p) != own || folders.Any(f => Path.TrimEndingDirectorySeparator(f) == own))
            .Select(p => Path.GetFileNameWithoutExtension(p))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private Assembly LoadFile(string path)
    {
        using var assembly = new MemoryStream(File.ReadAllBytes(path));
        var symbolPath = Path.ChangeExtension(path, ".pdb");
        if (!File.Exists(symbolPath))
            return LoadFromStream(assembly);

        using var symbols = new MemoryStream(File.ReadAllBytes(symbolPath));
        return LoadFromStream(assembly, symbols);
    }
}
