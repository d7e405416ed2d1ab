namespace Tocsin.Alerting.Storage;

/// <summary>
/// Keeps one state from being forgotten over another: a file beside a database that is in use, or a folder that is used without the database that
/// holds its state, as when somebody starts the server without its configuration.
/// </summary>
public static class StateElsewhere
{
    /// <summary>Names the database of a folder, where one holds its state.</summary>
    public const string FileName = "tocsin.database";

    /// <summary>Where the state of a folder is; null when that is in the folder, or nowhere yet.</summary>
    public static string? Of(string folder) => Path.Combine(folder, FileName) is var file && File.Exists(file) ? File.ReadAllText(file).Trim() : null;

    /// <summary>Notes that the state of a folder is in a database.</summary>
    /// <param name="database">Where, without secrets.</param>
    public static void Note(string folder, string database)
    {
        if (Of(folder) == database)
            return;
        using var file = PrivateFile.Open(Path.Combine(folder, FileName), FileMode.Create, FileAccess.Write, FileShare.None);
        using var writer = new StreamWriter(file);
        writer.WriteLine(database);
    }

    /// <summary>The state of a folder is in it again.</summary>
    public static void Forget(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <exception cref="StoreException">The state of the folder is in a database.</exception>
    public static void Refuse(string folder)
    {
        if (Of(folder) is { } database)
        {
            throw new StoreException(
                $"The state of the folder {folder} is in {database}: name that in storage.postgres, or bring it back with 'tocsin migrate --from ... --to {folder}'. "
                + $"Remove {Path.Combine(folder, FileName)} to begin with empty state.");
        }
    }

    /// <exception cref="StoreException">The folder holds state in a file.</exception>
    public static void RefuseFile(string folder, string database)
    {
        var path = Path.Combine(folder, StateFile.Name);
        if (new FileInfo(path) is { Exists: true, Length: > 0 })
        {
            throw new StoreException(
                $"The state file {path} stands beside {database}, and only one of them can count. Copy it with 'tocsin migrate --from {folder} --to postgres://...', "
                + "move it away to go on with the database, or leave out storage.postgres to go on with the file.");
        }
    }
}
