using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Text;

namespace Tocsin.Server.Loading;

/// <summary>Finds what stands in a load folder as if it were to be loaded, and is not read: folders and files whose names are misspelt, or in the wrong place.</summary>
internal static class StrayFiles
{
    // Read for their own sake.
    private static readonly string[] OtherFolders = ["scripts", "functions", "plugins"];

    private static readonly string[] AllEndings = [".tick", ".yaml", ".yml", ".json"];

    /// <param name="folder">The load folder.</param>
    /// <param name="endings">The folders that are read, and the endings of the files that are read there.</param>
    public static IEnumerable<FileProblem> Find(string folder, IReadOnlyDictionary<string, string[]> endings)
    {
        foreach (var path in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (endings.TryGetValue(name, out var read))
            {
                foreach (var stray in FindIn(path, name, read))
                    yield return stray;
            }
            else if (!OtherFolders.Contains(name) && Meant(folder, name, endings.Keys) is { } meant)
            {
                yield return Warning(path, $"the folder is not read: did you mean {meant}?");
            }
        }

        foreach (var file in Directory.EnumerateFiles(folder, "*.tick").Order(StringComparer.Ordinal))
            yield return Warning(file, "the file is not read: scripts of tasks go into tasks, templates into templates");
    }

    /// <summary>True when a folder inside holds files to be read and has nearly the name of one that is.</summary>
    public static bool AreAllOf(string folder, IReadOnlyDictionary<string, string[]> endings) =>
        Directory.EnumerateDirectories(folder).Any(path => !OtherFolders.Contains(Path.GetFileName(path))
            && NearestName.Find(Path.GetFileName(path), endings.Keys) is { } meant
            && Directory.EnumerateFiles(path).Any(file => endings[meant].Contains(Path.GetExtension(file))));

    // Beside the folder that is meant many may stand that are named after it, such as tasks-old: then only one that is hardly another.
    private static string? Meant(string folder, string name, IEnumerable<string> known) =>
        NearestName.Find(name, known.Where(other => Math.Abs(other.Length - name.Length) <= 1 || !Directory.Exists(Path.Combine(folder, other))));

    private static IEnumerable<FileProblem> FindIn(string folder, string name, string[] read)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
        {
            var ending = Path.GetExtension(file);
            if (ending.Length < 2 || read.Contains(ending))
                continue;
            if (AllEndings.Contains(ending))
                yield return Warning(file, $"the file is not read: {name} holds files that end in {string.Join(", ", read)}");
            else if (NearestName.Find(ending[1..], read.Select(known => known[1..])) is { } meant)
                yield return Warning(file, $"the file is not read: its name must end in .{meant}, not {ending}");
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Directory.EnumerateFiles(inner).Any(file => read.Contains(Path.GetExtension(file))))
                yield return Warning(inner, $"the folder is not read: put its files into {folder} itself");
        }
    }

    private static FileProblem Warning(string path, string message) => new(path, new ConfigProblem($"{path}: {message}", IsWarning: true));
}
