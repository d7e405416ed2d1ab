using System.Reflection;

namespace Tocsin.Conformance;

/// <summary>Where the recorded cases are.</summary>
internal static class CaseFiles
{
    public static string Root { get; } = typeof(CaseFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "CaseFolder").Value!;

    /// <summary>Where the outcome of a case that differs is put.</summary>
    public static string Observed { get; } = Path.Combine(AppContext.BaseDirectory, "observed");

    /// <summary>The names of the cases of a folder, sorted: <c>nodes/where-on-a-tag</c>.</summary>
    public static IEnumerable<string> In(string folder) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), "task.tick", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
        .Order(StringComparer.Ordinal);
}
