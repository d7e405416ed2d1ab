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

    /// <summary>Loads what the plugin refers to, so that a missing part is told now and not by the first alert.</summary>
    /// <exception cref="FileNotFoundException">A part is missing, or would be the server's.</exception>
    public void CheckReferences(Assembly plugin)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var reference in plugin.GetReferencedAssemblies())
        {
            var found = TryLoad(reference) ?? throw Missing(reference);
            CheckOrigin(found, reference, seen);
        }
    }

    /// <summary>The comments of the plugin's assembly; none when the XML file of the build is not in the folder.</summary>
    public DocumentationFile ReadComments()
    {
        var path = Path.ChangeExtension(_path, ".xml");
        if (!File.Exists(path))
            return DocumentationFile.None;
        using var stream = File.OpenRead(path);
        return DocumentationFile.Read(stream);
    }

    public void Dispose()
    {
        Context.Unload();
        _copy?.Dispose();
    }

    private static string VersionOf(string folder) => ForeignCode.VersionOf(
        Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes));

    // What is not in the plugin's folder comes from the server: with another version of it the plugin would fail.
    private void CheckOrigin(Assembly found, AssemblyName reference, HashSet<string> seen)
    {
        if (reference.Name is not { } name || name == SdkName || FrameworkAssemblies.Names.Contains(name))
            return;
        if (AssemblyLoadContext.GetLoadContext(found) != Context)
            throw Missing(reference);
        if (!seen.Add(name))
            return;

        // Libraries may refer to what they never use here.
        foreach (var further in found.GetReferencedAssemblies())
        {
            if (!FrameworkAssemblies.Names.Contains(further.Name ?? "") && TryLoad(further) is { } part)
                CheckOrigin(part, further, seen);
        }
    }

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
