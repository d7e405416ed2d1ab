namespace Tocsin.Server.Cli.Scripts;

/// <summary>Finds the files that paths on a command line mean.</summary>
internal static class ScriptFiles
{
    /// <summary>The files themselves, and of folders all files below them with one of the endings, by name.</summary>
    /// <exception cref="CliException">A path is neither, or nothing was found.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths, params string[] endings)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                files.AddRange(Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(HasEnding).Order(StringComparer.Ordinal));
            else
                throw new CliException($"there is no file or folder {path}");
        }

        return files.Count > 0 ? [.. files.Distinct()] : throw new CliException($"{string.Join(", ", paths)} holds no files that end in {string.Join(", ", endings)}");

        bool HasEnding(string file) => endings.Contains(Path.GetExtension(file));
    }
}
