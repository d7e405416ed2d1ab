using System.Globalization;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Puts another file in the place of the state file, which is kept beside it with its log. A crash at any moment leaves either to be gone on
/// with: whoever opens the state finishes what was begun.
/// </summary>
/// <param name="path">The state file.</param>
/// <param name="ready">The name, behind the state file's, of a file that is whole and takes its place.</param>
/// <param name="keptAs">The name of what it takes the place of, before the time.</param>
internal sealed class SqliteReplacement(string path, string ready, string keptAs)
{
    private static readonly string[] Parts = ["", "-wal", "-shm"];

    private readonly string _ready = path + ready;

    /// <summary>By what was saved of it, when it was damaged.</summary>
    public static SqliteReplacement ForDamage(string path) => new(path, ".saved", ".damaged-");

    /// <summary>By a backup.</summary>
    public static SqliteReplacement ForBackup(string path) => new(path, ".restored", ".replaced-");

    /// <summary>By a copy of state that was kept elsewhere; or by nothing, when it was copied there.</summary>
    public static SqliteReplacement ForCopy(string path) => new(path, ".copied", ".migrated-");

    /// <summary>Where the new file is made.</summary>
    public string Unfinished { get; } = path + ".new";

    /// <summary>The files that were replaced and are still there.</summary>
    public IEnumerable<string> Kept => Directory.EnumerateFiles(Path.GetDirectoryName(path) ?? ".", KeptFiles);

    /// <summary>What such files are called, for people.</summary>
    public string KeptFiles => $"{Path.GetFileName(path)}{keptAs}*";

    /// <summary>The new file is whole: puts it in the place of the state file.</summary>
    /// <returns>Where the file is kept that was there; null when there was none.</returns>
    public string? Put()
    {
        File.Move(Unfinished, _ready);
        return Finish();
    }

    /// <summary>Takes away what there is of a new file that is not whole.</summary>
    public void Discard()
    {
        foreach (var part in Parts)
            File.Delete(Unfinished + part);
    }

    /// <summary>Goes on where a crash cut it off: with the new file when that was whole.</summary>
    /// <inheritdoc cref="Put"/>
    public string? Finish()
    {
        Discard();
        if (!File.Exists(_ready))
            return null;
        var kept = SetAside(File.GetLastWriteTimeUtc(_ready));
        File.Move(_ready, path);
        return File.Exists(kept) ? kept : null;
    }

    /// <summary>Keeps the state file beside its place.</summary>
    /// <returns>What it is called there.</returns>
    public string SetAside(DateTime time)
    {
        var kept = path + keptAs + time.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture);
        foreach (var part in Parts)
        {
            if (File.Exists(path + part))
                File.Move(path + part, kept + part, overwrite: true);
        }

        return kept;
    }
}
