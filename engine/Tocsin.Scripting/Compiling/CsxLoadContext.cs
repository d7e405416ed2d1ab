using System.Reflection;
using System.Runtime.Loader;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>The world of one compiled script: its own assembly and those it refers to with <c>#r</c>, and what stands beside them.</summary>
internal sealed class CsxLoadContext(ForeignCode code, IReadOnlyDictionary<string, string> references)
    : AssemblyLoadContext(code.Name, isCollectible: true)
{
    private int _users;

    /// <summary>True while somebody has it in force.</summary>
    public bool IsUsed => Volatile.Read(ref _users) > 0;

    public void Enter() => Interlocked.Increment(ref _users);

    public void Leave() => Interlocked.Decrement(ref _users);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name is not { } wanted || IsOfServer(wanted))
            return null;
        if (references.TryGetValue(wanted, out var path))
            return LoadFile(path);

        var beside = references.Values.Select(reference => Path.Combine(Path.GetDirectoryName(reference) ?? "", wanted + ".dll")).FirstOrDefault(File.Exists);
        return beside is null ? null : LoadFile(beside);
    }

    // A second SDK would be another type with the same name.
    private static bool IsOfServer(string name) => name.StartsWith("Tocsin.Sdk", StringComparison.Ordinal) || name.StartsWith("Tocsin.Scripting", StringComparison.Ordinal);

    // Read and closed at once: the file can be replaced while the script runs.
    private Assembly LoadFile(string path)
    {
        using var content = new MemoryStream(File.ReadAllBytes(path));
        return LoadFromStream(content);
    }
}
