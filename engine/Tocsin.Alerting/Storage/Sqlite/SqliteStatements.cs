using SQLitePCL;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Statements that run at once, one row each: with the database in the same process nothing is gained by gathering rows.</summary>
internal sealed class SqliteStatements(sqlite3 database) : ISqlStatements, IDisposable
{
    private readonly List<SqliteStatement> _statements = [];

    public ISqlStatement Save(string table, int keys, params string[] columns) => Prepare(
        $"{Insert(table, columns)} ON CONFLICT ({string.Join(", ", columns.Take(keys))}) DO UPDATE SET {string.Join(", ", columns.Skip(keys).Select(column => $"{column} = excluded.{column}"))}");

    public ISqlStatement Add(string table, params string[] columns) => Prepare(Insert(table, columns));

    public ISqlStatement Remove(string table, params string[] columns) =>
        Prepare($"DELETE FROM {table} WHERE {string.Join(" AND ", columns.Select((column, i) => $"{column} = ?{i + 1}"))}");

    public ISqlStatement KeepNewest(string table, string column) =>
        Prepare($"DELETE FROM {table} WHERE {column} = ?1 AND no <= (SELECT no FROM {table} WHERE {column} = ?1 ORDER BY no DESC LIMIT 1 OFFSET ?2)");

    public ISqlStatement KeepLast(string table, int mostRemoved) =>
        Prepare($"DELETE FROM {table} WHERE no IN (SELECT no FROM {table} WHERE no <= (SELECT max(no) FROM {table}) - ?1 ORDER BY no LIMIT {mostRemoved})");

    public ISqlStatement Prepare(string sql)
    {
        var statement = new SqliteStatement(database, sql);
        _statements.Add(statement);
        return statement;
    }

    public void Rebuild(string table)
    {
        using var statement = new SqliteStatement(database, "REINDEX " + table);
        statement.Run();
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Dispose();
    }

    private static string Insert(string table, string[] columns) =>
        $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => $"?{i + 1}"))})";
}
