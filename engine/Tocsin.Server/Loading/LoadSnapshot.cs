using Tocsin.Engine.Watching;

namespace Tocsin.Server.Loading;

/// <summary>
/// The files of a load folder at one moment at which nobody was writing them. A file that is half written, or away while an editor puts
/// another in its place, would cost what it defines.
/// </summary>
internal sealed class LoadSnapshot
{
    private static readonly string[] Scripts = [".tick"];
    private static readonly string[] Data = [".yaml", ".yml", ".json"];

    /// <summary>The folders that are read, and the endings of the files that are read there.</summary>
    private static readonly Dictionary<string, string[]> Subfolders = new(StringComparer.Ordinal)
    {
        ["templates"] = Scripts,
        ["tasks"] = [.. Scripts, .. Data],
        ["handlers"] = Data,
        ["sources"] = Data,
        ["silences"] = Data,
        ["drills"] = Data,
    };

    private readonly string _folder;

    private LoadSnapshot(string folder)
    {
        _folder = folder;
        Missing = Subfolders.Keys.Where(subfolder => !Directory.Exists(Path.Combine(folder, subfolder))).ToHashSet();
        Templates = Read(folder, "templates", Scripts);
        Tasks = Read(folder, "tasks", Scripts);
        TemplateTasks = Read(folder, "tasks", Data);
        Handlers = Read(folder, "handlers", Data);
        Sources = Read(folder, "sources", Data);
        Silences = Read(folder, "silences", Data);
        Drills = Read(folder, "drills", Data);
        Strays = [.. StrayFiles.Find(folder, Subfolders)];
    }

    public IReadOnlyList<LoadFile> Templates { get; }

    /// <summary>Tasks with a script of their own.</summary>
    public IReadOnlyList<LoadFile> Tasks { get; }

    /// <summary>Tasks made from templates.</summary>
    public IReadOnlyList<LoadFile> TemplateTasks { get; }

    public IReadOnlyList<LoadFile> Handlers { get; }

    public IReadOnlyList<LoadFile> Sources { get; }

    public IReadOnlyList<LoadFile> Silences { get; }

    public IReadOnlyList<LoadFile> Drills { get; }

    /// <summary>Subfolders that are not there: what they held may be away for a moment only, as while something is mounted. An empty one holds nothing.</summary>
    public IReadOnlySet<string> Missing { get; }

    /// <summary>What stands there as if it were to be loaded, and is not read.</summary>
    public IReadOnlyList<FileProblem> Strays { get; }

    /// <summary>All files that are read.</summary>
    public IEnumerable<LoadFile> All => [.. Templates, .. Tasks, .. TemplateTasks, .. Handlers, .. Sources, .. Silences, .. Drills];

    // Folders count too: what was taken out of them leaves no other trace. What is gone has a time long ago.
    private DateTimeOffset Youngest => All.Select(file => File.GetLastWriteTimeUtc(file.Path))
        .Concat(Subfolders.Keys.Select(subfolder => Directory.GetLastWriteTimeUtc(Path.Combine(_folder, subfolder))))
        .Max();

    /// <summary>True for a folder that has parts with definitions.</summary>
    public static bool IsLoadFolder(string folder) => Subfolders.Keys.Any(subfolder => Directory.Exists(Path.Combine(folder, subfolder)));

    /// <summary>True for a folder that has none, and some whose names are misspelt.</summary>
    public static bool IsMisspelt(string folder) => !IsLoadFolder(folder) && StrayFiles.AreAllOf(folder, Subfolders);

    /// <summary>True when a file of that name and place is read by whoever loads the folder above.</summary>
    public static bool IsPart(string file) =>
        Subfolders.TryGetValue(Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) ?? "", out var endings) && endings.Contains(Path.GetExtension(file));

    /// <summary>Reads the files as they are now.</summary>
    /// <exception cref="FileException">The folder is not there or cannot be read.</exception>
    public static LoadSnapshot Of(string folder) => Look(folder);

    /// <summary>Reads the files, and again until they are the same as before.</summary>
    /// <param name="isPatient">False to take files at once that were not written just now.</param>
    /// <exception cref="FileException">The folder is not there, cannot be read, or does not come to rest.</exception>
    public static async Task<LoadSnapshot> TakeAsync(string folder, bool isPatient, TimeProvider time, CancellationToken cancellationToken)
    {
        var now = Look(folder);
        if (!isPatient && time.GetUtcNow() - now.Youngest > FilesAtRest.Quiet)
            return now;
        return await FilesAtRest.ReadAsync(
            now, () => Look(folder), static (before, now) => now.All.SequenceEqual(before.All) && now.Missing.SetEquals(before.Missing), time, cancellationToken).ConfigureAwait(false)
            ?? throw FileException.NotAtRest($"the files of {folder} are");
    }

    private static LoadSnapshot Look(string folder)
    {
        if (!Directory.Exists(folder))
            throw new FileException($"there is no folder {folder} any more: what was loaded from it stays as it is");
        try
        {
            return new LoadSnapshot(folder);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new FileException($"the folder {folder} cannot be read, what was loaded from it stays as it is: {problem.Message}");
        }
    }

    private static IReadOnlyList<LoadFile> Read(string folder, string subfolder, string[] endings)
    {
        var path = Path.Combine(folder, subfolder);
        return Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path).Where(file => endings.Contains(Path.GetExtension(file))).Order(StringComparer.Ordinal).Select(LoadFile.Read)]
            : [];
    }
}
