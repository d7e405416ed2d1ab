using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// A statement prepared once and run often. Goes below ADO.NET, which allocates several objects for each run: state is written tens of
/// thousands of times a second. Not safe for several threads at once.
/// </summary>
internal sealed class SqliteStatement : ISqlStatement, ISqlRow, IDisposable
{
    private const uint IsKept = 1;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _scratch = new byte[256];

    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, IsKept, out _statement));
    }

    public ISqlStatement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, index, value));
        return this;
    }

    public ISqlStatement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_statement, index));
        return this;
    }

    public ISqlStatement Bind(int index, string value)
    {
        // An empty span has no address and would be taken as NULL.
        if (value.Length == 0)
        {
            Check(raw.sqlite3_bind_text(_statement, index, ""));
            return this;
        }

        var longest = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (_scratch.Length < longest)
            _scratch = new byte[longest];
        var length = Encoding.UTF8.GetBytes(value, _scratch);
        Check(raw.sqlite3_bind_text(_statement, index, _scratch.AsSpan(0, length)));
        return this;
    }

    public ISqlStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_statement, index, 0) : raw.sqlite3_bind_blob(_statement, index, value));
        return this;
    }

    /// <summary>Runs a statement that gives no rows.</summary>
    public void Run()
    {
        while (Read())
        {
            // Pragmas and checkpoints answer with rows that nobody needs.
        }
    }

    public long RunAndCount()
    {
        Run();
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Goes to the next row; false, and ready to be run again, when there is none.</summary>
    public bool Read()
    {
        var code = raw.sqlite3_step(_statement);
        if (code == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(_statement);
        if (code != raw.SQLITE_DONE)
            Check(code);
        return false;
    }

    /// <summary>Makes a statement that was not read to its end ready to be run again.</summary>
    public void Reset() => raw.sqlite3_reset(_statement);

    public long Integer(int column) => raw.sqlite3_column_int64(_statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public byte[] Blob(int column) => raw.sqlite3_column_blob(_statement, column).ToArray();

    public void Dispose() => _statement.Dispose();

    private void Check(int code) => SqliteException.ThrowExceptionForRC(code, _database);
}
