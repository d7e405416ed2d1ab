using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Queries on a connection of their own. Safe for any thread: one reads at a time.</summary>
internal sealed class SqliteReads(string path, SqliteDamage damage) : ISqlReads
{
    private readonly object _gate = new();
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly SqliteConnection _connection = SqliteFile.OpenReader(path);

    // Null only before a connection is opened and after it is closed.
    private SQLitePCL.sqlite3 Handle => _connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteReads));

    public void Read(string sql, Action<ISqlStatement> bind, Action<ISqlRow> take)
    {
        lock (_gate)
        {
            try
            {
                if (!_statements.TryGetValue(sql, out var statement))
                    _statements.Add(sql, statement = new SqliteStatement(Handle, sql));
                bind(statement);
                try
                {
                    while (statement.Read())
                        take(statement);
                }
                finally
                {
                    statement.Reset();
                }
            }
            catch (SqliteException error)
            {
                throw damage.Explain(error);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var statement in _statements.Values)
                statement.Dispose();
            _connection.Dispose();
        }
    }
}
