using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Tocsin.Dsl.Binding;
using Tocsin.Engine.Crashes;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// The world of one plugin: its own assemblies from its own folder; of the server's only the SDK and the framework. The folder is read
/// once, when the plugin is loaded: whatever becomes of it later, the plugin never gets parts of another version.
/// </summary>
internal sealed class PluginLoadContext : AssemblyLoadContext, IForeignContext
{
    private static readonly string SdkName = NameOf(typeof(AlertEvent).Assembly);
    private static readonly HashSet<string> FrameworkNames = FindFrameworkNames();

    private readonly string _id;
    private readonly string _assemblyPath;
    private readonly AssemblyDependencyResolver _resolver;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Reads the folder.</summary>
    /// <exception cref="InvalidOperationException">A file is missing that the plugin's <c>.deps.json</c> names.</exception>
    public PluginLoadContext(string id, string folder, string assemblyPath)
        : base(ForeignCode.NameOfPlugin(id), isCollectible: true)
    {
        _id = id;
        _assemblyPath = assemblyPath;
        _resolver = new AssemblyDependencyResolver(assemblyPath);
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Path.GetExtension(file) is ".dll" or ".pdb" || file == CommentsPath)
                _files[file] = File.ReadAllBytes(file);
        }

        Version = ForeignCode.VersionOf(_files.Where(file => Path.GetExtension(file.Key) == ".dll").OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => file.Value));
    }

    /// <summary>Of all its code.</summary>
    public string Version { get; }

    private string CommentsPath => Path.ChangeExtension(_assemblyPath, ".xml");

    /// <summary>Loads the plugin's own assembly.</summary>
    public Assembly LoadPlugin() => LoadFile(_assemblyPath);

    /// <summary>Loads what an assembly refers to, so that a missing part is told now and not by the first alert.</summary>
    /// <exception cref="FileNotFoundException">A part is missing.</exception>
    public void CheckReferences(Assembly assembly)
    {
        foreach (var reference in assembly.GetReferencedAssemblies())
            LoadFromAssemblyName(reference);
    }

    /// <summary>The comments of the plugin's assembly; none when the XML file of the build is not in the folder.</summary>
    public DocumentationFile ReadComments()
    {
        if (!_files.Remove(CommentsPath, out var xml))
            return DocumentationFile.None;
        using var stream = new MemoryStream(xml);
        return DocumentationFile.Read(stream);
    }

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
            $"the plugin '{_id}' needs {assemblyName.Name} {assemblyName.Version}, which is not in its folder: publish the plugin with its dependencies");
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
        lock (_gate)
        {
            // Another version of the same assembly may be asked for; the folder holds one. What is loaded is not remembered here: while it
            // is unloaded the runtime holds the context, which must not hold the assemblies.
            var name = Path.GetFileNameWithoutExtension(path);
            return Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name) ?? Read(path);
        }
    }

    private Assembly Read(string path)
    {
        // The resolver may answer for a file that came after the folder was read: then it is not a part of this plugin.
        if (!_files.Remove(path, out var content))
            throw new FileNotFoundException($"the plugin '{_id}' needs {Path.GetFileName(path)}, which was not in its folder when it was loaded");
        using var code = new MemoryStream(content);
        if (!_files.Remove(Path.ChangeExtension(path, ".pdb"), out var debugging))
            return LoadFromStream(code);

        using var symbols = new MemoryStream(debugging);
        return LoadFromStream(code, symbols);
    }
}
