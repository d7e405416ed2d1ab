using System.Buffers.Binary;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Tocsin.Engine.Storage.Sqlite;

/// <summary>Opens the state file: refuses what is not ours, damaged or newer, and brings older files up to date.</summary>
internal static class SqliteFile
{
    private const int HeaderLength = 100;
    private const int VersionOffset = 60;
    private const int ApplicationOffset = 68;

    static SqliteFile() => Batteries_V2.Init();

    /// <summary>A connection to an up-to-date file.</summary>
    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static SqliteConnection Open(string path, StoreSettings settings)
    {
        RefuseForeignHeader(path);
        try
        {
            var connection = Connect(path);
            try
            {
                Execute(connection, "PRAGMA busy_timeout = 5000");
                Migrate(connection, path);
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

    /// <summary>Puts what SQLite says into words that help.</summary>
    public static StoreException Explain(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(path, error.Message, error),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new StoreException(
            $"The state file {path} is locked by another program. Stop it, or start with another data folder.", error),
        raw.SQLITE_FULL => new StoreException($"The disk of the state file {path} is full. Free some space; nothing is lost until then.", error),
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

    // Looks at the bytes alone: SQLite changes files, be it a little, by opening them.
    private static void RefuseForeignHeader(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
            return;

        Span<byte> header = stackalloc byte[HeaderLength];
        using var file = OpenHeader(path);
        if (file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength || !header.StartsWith("SQLite format 3\0"u8))
            throw Damaged(path, "it does not begin as a database does", null);

        var application = BinaryPrimitives.ReadInt32BigEndian(header[ApplicationOffset..]);
        var version = BinaryPrimitives.ReadInt32BigEndian(header[VersionOffset..]);
        if (version == 0 && application == 0)
            return;
        if (application != SqliteSchema.ApplicationId)
            throw new StoreException($"The file {path} is a database of another program. Move it away, or choose another data folder.");
        RefuseNewer(path, version);
    }

    private static FileStream OpenHeader(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The state file {path} cannot be read: {error.Message} Make it readable and writable for the user {Environment.UserName}.", error);
        }
    }

    private static void RefuseNewer(string path, long version)
    {
        if (version > SqliteSchema.Steps.Count)
        {
            throw new StoreException(
                $"The state file {path} has version {version}; this server knows versions up to {SqliteSchema.Steps.Count}. " +
                "It was not touched. Use the newer server that wrote it, or choose another data folder.");
        }
    }

    private static StoreException Damaged(string path, string why, Exception? inner)
    {
        var message = $"The state file {path} is damaged: {why}. Put a backup in its place, or move it away to start with empty state.";
        return inner is null ? new StoreException(message) : new StoreException(message, inner);
    }

    private static void Migrate(SqliteConnection connection, string path)
    {
        var version = Version(connection);
        RefuseNewer(path, version);
        for (var step = (int)version; step < SqliteSchema.Steps.Count; step++)
        {
            var next = (step + 1).ToString(CultureInfo.InvariantCulture);
            Execute(
                connection,
                $"BEGIN IMMEDIATE; {SqliteSchema.Steps[step]} PRAGMA application_id = {SqliteSchema.ApplicationId}; PRAGMA user_version = {next}; COMMIT");
        }
    }

    private static long Version(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        return (long)command.ExecuteScalar()!; // A pragma that is known always answers.
    }
}
