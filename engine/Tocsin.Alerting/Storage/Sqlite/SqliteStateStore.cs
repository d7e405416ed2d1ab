using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The state in one SQLite file with a write-ahead log.</summary>
public sealed class SqliteStateStore : SqlStateStore
{
    /// <summary>The file's name within the data folder.</summary>
    public const string FileName = StateFile.Name;

    private readonly string _folder;
    private readonly bool _isTemporary;
    private readonly DataFolderLock _lock;
    private readonly SqliteDatabase _database;
    private readonly string? _salvage;

    private SqliteStateStore(string folder, DataFolderLock taken, SqliteDatabase database, StoreSettings settings)
        : base(database, settings)
    {
        (_folder, _lock, _database) = (folder, taken, database);
        _isTemporary = settings.Folder is null;
        _salvage = Fact(SqliteSalvage.FactName);
    }

    public override StoreFailure? Failure => base.Failure ?? _database.Failure;

    public override StoreStatus Status => StatusOf(Path.GetFullPath(_folder)) with
    {
        Salvage = SqliteSalvage.Report(Path.Combine(_folder, FileName), _salvage),
        LogBytes = _database.LogBytes,
        ReserveBytes = _database.ReserveBytes,
        IsReserveUsed = _database.IsReserveUsed,
    };

    /// <summary>Opens the state in the folder of <paramref name="settings"/>, or makes it.</summary>
    /// <exception cref="StoreException">The folder is in use, or its file is damaged, newer or of another program.</exception>
    public static SqliteStateStore Open(StoreSettings settings)
    {
        var folder = settings.Folder ?? Directory.CreateTempSubdirectory("tocsin-").FullName;
        var taken = settings.Lock ?? DataFolderLock.Take(folder);
        SqliteDatabase? database = null;
        try
        {
            StateElsewhere.Refuse(folder);
            database = SqliteDatabase.Open(Path.Combine(folder, FileName), settings);
            return new SqliteStateStore(folder, taken, database, settings);
        }
        catch
        {
            database?.Dispose();
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Puts a backup in the place of the state of a folder, which is kept beside it. The folder is made when it is missing.</summary>
    /// <param name="file">What <see cref="CopyTo"/> wrote.</param>
    /// <exception cref="StoreException">A server uses the folder, or the file is no backup, damaged or of a newer version. Nothing was changed.</exception>
    public static RestoredState Restore(string file, string folder) => SqliteBackup.Restore(file, folder);

    /// <summary>Looks at the state of a folder that no server uses. Changes nothing, and throws nothing of what it finds.</summary>
    /// <param name="limit">How long it may look for damage.</param>
    public static StateLook Look(string folder, TimeSpan limit) => SqliteLook.At(folder, limit);

    /// <summary>The tables of a folder's state, to be copied elsewhere.</summary>
    /// <exception cref="StoreException">There is none, or a server uses it.</exception>
    public static IStoreTables OpenTables(string folder) => SqliteStoreTables.OpenOld(folder);

    /// <summary>Tables for the state of a folder, to be copied from elsewhere.</summary>
    /// <exception cref="StoreException">There is some already, or a server uses the folder.</exception>
    public static IStoreTables MakeTables(string folder) => SqliteStoreTables.OpenNew(folder);

    /// <summary>The state of a folder, which nobody uses, was copied elsewhere: keeps the file beside its place.</summary>
    /// <returns>Where.</returns>
    public static string SetAside(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return SqliteReplacement.ForCopy(path).SetAside(File.GetLastWriteTimeUtc(path));
    }

    public override void CopyTo(string path) => SqliteCopy.Write(_folder, path);

    protected override void Close()
    {
        _database.Dispose();
        _lock.Dispose();
        if (_isTemporary)
            Directory.Delete(_folder, recursive: true);
    }
}
