using System.Reflection;

namespace Tocsin.House.Tests;

/// <summary>The files of the repository. Paths are relative to its root and written with slashes.</summary>
internal static class Repository
{
    private static readonly string[] Built = ["/bin/", "/obj/"];

    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>The C# files of the product: all but tests.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. new[] { "dsl", "engine", "plugins" }.SelectMany(folder => Files(folder, "*.cs")).Select(path => new SourceFile(path, Read(path)))];

    public static IEnumerable<string> Files(string folder, string pattern) => Directory
        .EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
        .Where(path => !Built.Any(path.Contains))
        .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static bool HasFolder(string path) => Directory.Exists(Path.Combine(Root, path));
}
