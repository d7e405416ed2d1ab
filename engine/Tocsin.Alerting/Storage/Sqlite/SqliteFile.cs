using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Opens the state file: refuses what is not ours, damaged or newer, and brings older files up to date.</summary>
internal static class SqliteFile
{
    private const int LeastRoom = 64 * 1024;

    static SqliteFile() => Batteries_V2.Init();

    /// <summary>A connection to an up-to-date file.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static SqliteConnection Open(string path, StoreSettings settings)
    {
        SqliteReplacement.ForDamage(path).Finish();
        SqliteReplacement.ForBackup(path).Finish();
        SqliteReplacement.ForCopy(path).Finish();
        if (File.Exists(path) && new FileInfo(path).Length > 0)
            Judge(path);
        MakePrivate(path);
        try
        {
            Mend(path, settings);
            var connection = Connect(path);
            try
            {
                Execute(connection, "PRAGMA busy_timeout = 5000");

                // What nobody opens again waits for no disk, not even while its tables are made.
                if (settings.Folder is null)
                    Execute(connection, Synchronous(settings));
                Migrate(connection, path, SqlSchema.Steps.Count);
                Execute(connection, "PRAGMA journal_mode = WAL");
                Execute(connection, Synchronous(settings));
                Execute(connection, "PRAGMA wal_autocheckpoint = 0");
                Execute(connection, "PRAGMA cache_size = -16384");
                return connection;
            }
            catch
            {
                connection.Dispose();
                throw;
            }
        }
        catch (SqliteException error)
        {
            throw Explain(path, error);
        }
    }

    /// <summary>A second connection to a file that is open, for reading.</summary>
    public static SqliteConnection OpenReader(string path)
    {
        var connection = Connect(path);
        Execute(connection, "PRAGMA busy_timeout = 5000");
        Execute(connection, "PRAGMA query_only = ON");
        return connection;
    }

    /// <summary>Judges a file by its first bytes.</summary>
    /// <exception cref="StoreException">It is damaged, newer or of another program.</exception>
    public static SqliteHeader Judge(string path)
    {
        var header = ReadHeader(path);
        if (!header.IsDatabase)
            throw Unreadable(path, "it does not begin as a database does");
        if (header is { Version: 0, Application: 0 })
            return header;
        if (header.Application != SqliteTables.ApplicationId)
            throw Foreign(path);
        RefuseNewer(path, header.Version);
        return header;
    }

    /// <summary>A connection to a file that nobody uses and that has no log: nothing is written, neither to it nor beside it.</summary>
    public static SqliteConnection OpenUnchanging(string path)
    {
        var uri = $"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1";
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = uri, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    /// <summary>A connection to a file that is open, for a copy of it.</summary>
    public static SqliteConnection OpenForCopy(string path)
    {
        var connection = Connect(path);
        Execute(connection, "PRAGMA busy_timeout = 5000");
        return connection;
    }

    /// <summary>The file cannot be used, nor anything saved of it.</summary>
    public static StoreException Unreadable(string path, string why) =>
        new($"The state file {path} is damaged: {why}. Put a backup in its place, or move it away to start with empty state.");

    /// <summary>Whether a disk without room may be the reason; some calls only say that they failed.</summary>
    public static bool IsOutOfRoom(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_IOERR;

    /// <summary>Whether the file is not what it must be.</summary>
    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>A new file with the tables that another has, for what can be read of it.</summary>
    public static SqliteConnection CreateLike(string path, SqliteConnection other)
    {
        PrivateFile.Open(path, FileMode.Create, FileAccess.Write, FileShare.None).Dispose();
        var connection = Connect(path);
        Migrate(connection, path, (int)Math.Min(Scalar(other, "PRAGMA user_version"), SqlSchema.Steps.Count));
        return connection;
    }

    /// <summary>Puts what SQLite says into words that help.</summary>
    public static StoreException Explain(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new StoreException(
            $"The state file {path} is damaged: {error.Message.TrimEnd('.')}. Restart the server: it saves what can be read. Put a backup in its place if that is not enough.",
            error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            $"The state file {path} is locked by another program. Stop it, or start with another data folder.", error),
        raw.SQLITE_FULL or raw.SQLITE_IOERR when error.SqliteErrorCode is raw.SQLITE_FULL || HasNoRoom(path) => new StoreException($"The disk of the state file {path} is full: nothing more is taken until there is room again, and nothing that was taken is lost. Free some space.", error),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => new StoreException(
            $"The state file {path} cannot be written: {error.Message} Make it and its folder writable for the user {Environment.UserName}.", error),
        _ => new StoreException($"The state file {path} cannot be used: {error.Message}", error),
    };

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static string Synchronous(StoreSettings settings) => settings switch
    {
        { Folder: null } => "PRAGMA synchronous = OFF",
        { SyncEveryCommit: true } => "PRAGMA synchronous = FULL",
        _ => "PRAGMA synchronous = NORMAL",
    };

    // That a file cannot be made longer is told as an error of the disk by some calls.
    private static bool HasNoRoom(string path) => DiskSpace.FreeAt(Path.GetDirectoryName(path) ?? ".") < LeastRoom;

    private static StoreException Foreign(string path) =>
        new($"The file {path} is a database of another program. Move it away, or choose another data folder.");

    // The log and its index get the rights of the database.
    private static void MakePrivate(string path)
    {
        foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            PrivateFile.Restrict(file);
        try
        {
            if (!Directory.Exists(path))
                PrivateFile.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                $"The state file {path} cannot be written: {error.Message} Make it and its folder writable for the user {Environment.UserName}.", error);
        }
    }

    private static SqliteHeader ReadHeader(string path)
    {
        try
        {
            return SqliteHeader.Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The state file {path} cannot be read: {error.Message} Make it readable and writable for the user {Environment.UserName}.", error);
        }
    }

    private static void RefuseNewer(string path, long version)
    {
        if (version > SqlSchema.Steps.Count)
        {
            throw new StoreException(
                $"The state file {path} has version {version}; this server knows versions up to {SqlSchema.Steps.Count}. " +
                "It was not touched. Use the newer server that wrote it, or choose another data folder.");
        }
    }

    // What was noticed while the server ran is looked for until it is found.
    private static void Mend(string path, StoreSettings settings)
    {
        var isKnown = SqliteDamage.WasNoted(path);
        var limit = isKnown ? TimeSpan.MaxValue : settings.CheckLimit;
        if (limit > TimeSpan.Zero && new FileInfo(path) is { Exists: true, Length: > 0 } && SqliteCheck.FindDamage(path, limit, settings.Log) is { } damage)
            new SqliteSalvage(path, settings.Log).Run(damage);
        if (isKnown)
            SqliteDamage.Forget(path);
    }

    private static void Migrate(SqliteConnection connection, string path, int steps)
    {
        var version = Scalar(connection, "PRAGMA user_version");
        RefuseNewer(path, version);

        // Most programs put no mark of their own on their files: what they have is tables.
        if (version == 0 && Scalar(connection, "SELECT count(*) FROM sqlite_master") > 0)
            throw Foreign(path);
        for (var step = (int)version; step < steps; step++)
        {
            var next = (step + 1).ToString(CultureInfo.InvariantCulture);
            Execute(
                connection,
                $"BEGIN IMMEDIATE; {SqlSchema.Steps[step]} PRAGMA application_id = {SqliteTables.ApplicationId}; PRAGMA user_version = {next}; COMMIT");
        }
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!; // Pragmas and counts always answer.
    }
}
