using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>What paths on a command line mean to <c>tocsin check</c>.</summary>
/// <param name="Folders">Folders that a server could load, which are read as it reads them.</param>
/// <param name="Files">All other files: what they are is seen from themselves.</param>
internal sealed record CheckedPaths(IReadOnlyList<string> Folders, IReadOnlyList<string> Files)
{
    private static readonly string[] Endings = [".tick", ".yaml", ".yml", ".json"];

    /// <exception cref="CliException">A path is neither file nor folder, or there is nothing to check.</exception>
    public static CheckedPaths Find(IReadOnlyList<string> paths)
    {
        string[] folders = [.. paths.Where(Directory.Exists).SelectMany(FoldersIn).Distinct().Order(StringComparer.Ordinal)];
        var loaded = folders.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var asked = paths.Where(File.Exists).ToHashSet(StringComparer.Ordinal);
        var files = ScriptFiles.Find(paths, Endings)
            .Where(file => asked.Contains(file) || !(LoadSnapshot.IsPart(file) && Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(file))) is { } folder && loaded.Contains(folder)));
        return new CheckedPaths(folders, [.. files]);
    }

    private static IEnumerable<string> FoldersIn(string path) =>
        Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Where(folder => LoadSnapshot.IsLoadFolder(folder) || (folder == path && LoadSnapshot.IsMisspelt(folder)));
}
