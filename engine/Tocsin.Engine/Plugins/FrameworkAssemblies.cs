using System.Runtime.InteropServices;
using System.Text.Json;

namespace Tocsin.Engine.Plugins;

/// <summary>The assemblies of .NET, which plugins share with the server. The server's own are not among them.</summary>
internal static class FrameworkAssemblies
{
    private const string RuntimePack = "runtimepack.";

    /// <summary>Their names.</summary>
    public static IReadOnlySet<string> Names { get; } = Find(
        Split("TRUSTED_PLATFORM_ASSEMBLIES"), AppContext.BaseDirectory, RuntimeEnvironment.GetRuntimeDirectory(), Split("APP_CONTEXT_DEPS_FILES"));

    /// <param name="trusted">The files that the program was started with.</param>
    /// <param name="program">The folder of the program.</param>
    /// <param name="runtime">The folder of .NET.</param>
    /// <param name="dependencies">The <c>.deps.json</c> files of both.</param>
    internal static HashSet<string> Find(IEnumerable<string> trusted, string program, string runtime, IEnumerable<string> dependencies)
    {
        var own = Path.TrimEndingDirectorySeparator(program);
        var files = own == Path.TrimEndingDirectorySeparator(runtime)
            ? InRuntimePacks(dependencies) ?? trusted
            : trusted.Where(file => Path.GetDirectoryName(file) != own);
        return files.Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string[] Split(string data) => (AppContext.GetData(data) as string ?? "").Split([Path.PathSeparator, ';'], StringSplitOptions.RemoveEmptyEntries);

    // A program that was published with .NET has the files of both in one folder, and a list of where they come from; as a single file it
    // has no list.
    private static List<string>? InRuntimePacks(IEnumerable<string> dependencies)
    {
        var files = new List<string>();
        foreach (var path in dependencies.Where(File.Exists))
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            foreach (var target in document.RootElement.GetProperty("targets").EnumerateObject())
            {
                foreach (var library in target.Value.EnumerateObject().Where(library => library.Name.StartsWith(RuntimePack, StringComparison.Ordinal)))
                {
                    if (library.Value.TryGetProperty("runtime", out var assemblies))
                        files.AddRange(assemblies.EnumerateObject().Select(assembly => assembly.Name));
                }
            }
        }

        return files.Count > 0 ? files : null;
    }
}
