using System.Reflection;
using System.Runtime.Loader;
using McMaster.NETCore.Plugins.Loader;
using Tocsin.Alerting.Foreign;
using Tocsin.Dsl.Binding;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>The assemblies of one version of a plugin: its own from its own folder; of the server's only the SDK and the framework.</summary>
internal sealed class PluginAssemblies : IDisposable
{
    private static readonly Version? FrameworkVersion = typeof(object).Assembly.GetName().Version;
    private static readonly string SdkName = typeof(AlertEvent).Assembly.GetName().Name ?? "";

    private readonly string _id;
    private readonly string _path;
    private readonly PluginCopy? _copy;

    /// <param name="path">The plugin's assembly, in a folder that must not be changed while the plugin is loaded.</param>
    /// <param name="copy">Is deleted when the plugin is unloaded; null when the folder is to stay.</param>
    /// <exception cref="InvalidOperationException">A file is missing that the plugin's <c>.deps.json</c> names.</exception>
    public PluginAssemblies(string id, string path, PluginCopy? copy)
    {
        _id = id;
        _path = path;
        _copy = copy;
        Folder = Path.GetDirectoryName(path) ?? path;
        Foreign = new ForeignCode(ForeignCode.NameOfPlugin(id), VersionOf(Folder));

        Context = new AssemblyLoadContextBuilder()
            .SetMainAssemblyPath(path)
            .EnableUnloading()
            .IsLazyLoaded(true)

            // A second SDK would be another type with the same name: nothing of the plugin would be recognised.
            .PreferDefaultLoadContextAssembly(typeof(AlertEvent).Assembly.GetName())
            .Build();
        ForeignContexts.Add(Context, Foreign);
    }

    /// <summary>Where they are loaded from.</summary>
    public string Folder { get; }

    /// <summary>What the plugin is called, and the version of all its code.</summary>
    public ForeignCode Foreign { get; }

    /// <summary>The context that they are loaded into.</summary>
    public AssemblyLoadContext Context { get; }

    /// <summary>Loads the plugin's own assembly.</summary>
    public Assembly LoadPlugin() => Context.LoadFromAssemblyPath(_path);

    /// <summary>Looks for what the plugin refers to, so that a missing part is told now and not by the first alert.</summary>
    /// <exception cref="FileNotFoundException">A part is missing, or would be the server's.</exception>
    public void CheckReferences(Assembly plugin) => Check(plugin.GetReferencedAssemblies(), isPlugin: true, new HashSet<string>(StringComparer.Ordinal));

    /// <summary>The comments of the plugin's assembly; none when the XML file of the build is not in the folder.</summary>
    public DocumentationFile Comments => DocumentationFile.Beside(_path);

    public void Dispose()
    {
        Context.Unload();
        _copy?.Dispose();
    }

    private static string VersionOf(string folder) =>
        ForeignCode.VersionOfFiles(Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    // What is not in the plugin's folder comes from the server: with another version of it the plugin would fail.
    private void Check(IEnumerable<AssemblyName> references, bool isPlugin, HashSet<string> seen)
    {
        foreach (var reference in references)
        {
            if (reference.Name is not { } name || name == SdkName || IsOfFramework(reference, isPlugin) || !seen.Add(name))
                continue;
            if (PluginParts.TryReadReferences(Path.Combine(Folder, name + ".dll"), reference.Version, out var further))
                Check(further, isPlugin: false, seen);
            else
                CheckByLoading(reference, name, isPlugin, seen);
        }
    }

    private void CheckByLoading(AssemblyName reference, string name, bool isPlugin, HashSet<string> seen)
    {
        // Libraries may refer to what they never use here.
        if (TryLoad(reference) is not { } found)
        {
            if (isPlugin)
                throw Missing(reference);
            return;
        }

        if (FrameworkAssemblies.Names.Contains(name))
            return;
        if (AssemblyLoadContext.GetLoadContext(found) != Context)
            throw Missing(reference);
        Check(found.GetReferencedAssemblies(), isPlugin: false, seen);
    }

    // What .NET has in this version or a later one is there; what a library wants of it besides may never be used.
    private static bool IsOfFramework(AssemblyName reference, bool isPlugin) =>
        FrameworkAssemblies.Names.Contains(reference.Name ?? "") && (!isPlugin || reference.Version <= FrameworkVersion);

    private Assembly? TryLoad(AssemblyName reference)
    {
        try
        {
            return Context.LoadFromAssemblyName(reference);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private FileNotFoundException Missing(AssemblyName reference) => new(
        $"the plugin '{_id}' needs {reference.Name} {reference.Version}, which is not in its folder: publish the plugin with its dependencies");
}
