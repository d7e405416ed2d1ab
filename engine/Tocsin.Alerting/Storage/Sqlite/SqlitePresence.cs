using System.Runtime.InteropServices;
using SQLitePCL;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Looks whether the state file and its log are still where they were opened. What is written to files that were removed or replaced goes
/// with the process, without any error. Safe for any thread.
/// </summary>
internal sealed partial class SqlitePresence(string path, sqlite3 database)
{
    private const int HasMoved = 20;

    private readonly string _log = path + "-wal";

    /// <summary>What is wrong and the way out; null while both are there.</summary>
    public StoreException? Problem()
    {
        var moved = 0;
        var isKnown = FileControl(database, "main", HasMoved, ref moved) == raw.SQLITE_OK;
        if (isKnown && moved != 0)
            return Lost(path);
        return File.Exists(_log) ? null : Lost(_log);
    }

    private StoreException Lost(string file) => new(
        $"The state file {file} was removed or replaced while the server used it: what is written now would not be found again. "
        + $"Put it back where it was, or restart the server to go on with what is in {Path.GetDirectoryName(path)}.");

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(sqlite3 database, string name, int operation, ref int answer);
}
