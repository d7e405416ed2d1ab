namespace Tocsin.Server.Cli.Tests;

/// <summary>Finds files of tests.</summary>
internal static class TestFiles
{
    private static readonly string[] Endings = [".test.yaml", ".test.yml"];

    /// <summary>The files, and those in folders and their subfolders, in the order of their names.</summary>
    /// <exception cref="CliException">There is no such file or folder, or a folder holds none.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths)
    {
        var files = new List<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
            {
                files.Add(path);
                continue;
            }

            if (!Directory.Exists(path))
                throw new CliException($"there is no file or folder {path}");
            List<string> found = [.. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => Endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];
            if (found.Count == 0)
                throw new CliException($"no tests in {path}: their files end in .test.yaml", ExitCode.Found);
            files.AddRange(found.Select(file => path == "." ? Path.GetRelativePath(".", file) : file));
        }

        return files;
    }
}
