using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The state file while a store uses it: its transactions, and what keeps it in order.</summary>
internal sealed class SqliteDatabase : ISqlDatabase, IDisposable
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteReserve _reserve;
    private readonly SqliteDamage _damage;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteStatements _statements;
    private readonly SqlStateWriter _writer;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;

    private SqliteDatabase(string path, SqliteConnection connection, SqliteReserve reserve, StoreSettings settings)
    {
        (_path, _connection, _reserve) = (path, connection, reserve);
        var handle = connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));
        _damage = new SqliteDamage(path);
        _checkpoints = new SqliteCheckpoints(path, connection, reserve, settings);
        _statements = new SqliteStatements(handle);
        _writer = new SqlStateWriter(_statements, settings.KeepsLedger);
        _begin = new SqliteStatement(handle, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(handle, "COMMIT");
        _rollback = new SqliteStatement(handle, "ROLLBACK");
    }

    /// <summary>What is wrong with the file as far as it is known; null when nothing is.</summary>
    public StoreFailure? Failure => _checkpoints.Absence ?? _damage.Found;

    public long LogBytes => _checkpoints.LogBytes;

    public long ReserveBytes => _reserve.Bytes;

    public bool IsReserveUsed => _reserve.IsUsed;

    /// <summary>Never: what SQLite says of a commit in the same process arrives.</summary>
    public bool IsInDoubt => false;

    /// <exception cref="StoreException">The file cannot be used.</exception>
    public static SqliteDatabase Open(string path, StoreSettings settings)
    {
        var reserve = new SqliteReserve(Path.GetDirectoryName(path) ?? ".", settings.Folder is null ? 0 : settings.ReserveBytes);
        return new SqliteDatabase(path, Open(path, settings, reserve), reserve, settings);
    }

    public ISqlReads OpenReads() => new SqliteReads(_path, _damage);

    public void AddFact(string name, string value)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "INSERT INTO facts (name, value) VALUES ($name, $value)";
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
    }

    public StoreException? Look() => _checkpoints.Look();

    public void Write(IReadOnlyList<StateChange> changes)
    {
        _begin.Run();
        try
        {
            foreach (var change in changes)
                change.Apply(_writer);
            _commit.Run();
        }
        catch
        {
            // After some errors SQLite has rolled back already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                _rollback.Run();
            throw;
        }
    }

    public StoreException? AfterCommit() => _checkpoints.AfterCommit();

    public bool IsOwn(Exception error) => error is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
            or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB,
    };

    public StoreException Explain(Exception error) => _damage.Explain((SqliteException)error);

    public bool Help(Exception error) => SqliteFile.IsOutOfRoom((SqliteException)error) && _checkpoints.MakeRoom();

    public void Dispose()
    {
        _checkpoints.Dispose();
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _statements.Dispose();
        _connection.Dispose();
    }

    private static SqliteConnection Open(string path, StoreSettings settings, SqliteReserve reserve)
    {
        try
        {
            return SqliteFile.Open(path, settings);
        }
        catch (StoreException problem) when (problem.InnerException is SqliteException error && SqliteFile.IsOutOfRoom(error) && reserve.Release())
        {
            return SqliteFile.Open(path, settings);
        }
    }
}
