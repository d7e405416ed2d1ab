using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>The tables of a database, to be copied in one transaction: those who look see all of it or nothing.</summary>
public sealed class PostgresStoreTables : IStoreTables
{
    private const string DeadLetterNumbers = "dead_letter_numbers";

    // Rows are large where events are.
    private static readonly TimeSpan NoLimit = TimeSpan.Zero;

    private readonly PostgresAddress _address;
    private readonly PostgresSession _session;
    private readonly PostgresColumns _columns;
    private readonly NpgsqlTransaction _transaction;

    private PostgresStoreTables(PostgresAddress address, PostgresSession session)
    {
        (_address, _session) = (address, session);
        _columns = new PostgresColumns(session.Connection);
        _transaction = session.Connection.BeginTransaction(System.Data.IsolationLevel.RepeatableRead);
    }

    public string Place => _address.Shown;

    public IReadOnlyList<string> Names
    {
        get
        {
            var names = Texts("SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE' ORDER BY 1");
            return [.. names.Where(static name => name is not ("server" or DeadLetterNumbers)), DeadLetterNumbers];
        }
    }

    public long LastDeadLetter => Scalar($"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {Texts($"SELECT pg_get_serial_sequence('{DeadLetterNumbers}', 'number')")[0]}");

    /// <summary>Opens the tables of a database, and makes those that are missing.</summary>
    /// <param name="address">As in <see cref="Alerting.Storage.StorageOptions.Postgres"/>.</param>
    /// <exception cref="Alerting.Storage.StoreException">A server uses it, or it cannot be used.</exception>
    public static PostgresStoreTables Open(string address)
    {
        var at = PostgresAddress.Parse(address);
        var session = new PostgresSession(at);
        try
        {
            session.ConnectFirst(TimeSpan.Zero, NullLogger.Instance);
            session.Migrate();
            return new PostgresStoreTables(at, session);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public IReadOnlyList<string> ColumnsOf(string table) =>
        Texts($"SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = '{table}' ORDER BY ordinal_position");

    public long Count(string table) => Scalar($"SELECT count(*) FROM {table}");

    public void Read(string table, IReadOnlyList<string> columns, Action<object?[]> take) => Guarded(() =>
    {
        using var command = Command($"SELECT {string.Join(", ", columns)} FROM {table}");
        using var rows = command.ExecuteReader();
        var row = new object?[columns.Count];
        while (rows.Read())
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = rows.IsDBNull(i) ? null : rows.GetValue(i) is var value && value is string text ? PostgresText.Read(text) : value;
            take(row);
        }
    });

    public void Replace(string table, IReadOnlyList<string> columns, Action<Action<object?[]>> rows) => Guarded(() =>
    {
        PostgresSession.Execute(_session.Connection, $"DELETE FROM {table}");
        var types = _columns.Of(table, [.. columns]);
        using var import = _session.Connection.BeginBinaryImport($"COPY {table} ({string.Join(", ", columns)}) FROM STDIN (FORMAT BINARY)");
        import.Timeout = NoLimit;
        rows(row =>
        {
            import.StartRow();
            for (var i = 0; i < row.Length; i++)
                Write(import, row[i], types[i]);
        });
        import.Complete();
    });

    public void Complete(long lastDeadLetter) => Guarded(() =>
    {
        foreach (var (table, column) in Identities())
        {
            var least = table == DeadLetterNumbers ? lastDeadLetter : 0;
            Scalar($"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), greatest((SELECT coalesce(max({column}), 0) FROM {table}), {least}) + 1, false)");
        }

        _transaction.Commit();
        PostgresSession.Execute(_session.Connection, "ANALYZE");
    });

    public void Dispose()
    {
        _transaction.Dispose();
        _session.Dispose();
    }

    private static void Write(NpgsqlBinaryImporter import, object? value, NpgsqlDbType type)
    {
        switch (value)
        {
            case null:
                import.WriteNull();
                break;
            case string text:
                import.Write(PostgresText.Write(text), type);
                break;
            case long number:
                import.Write(number, type);
                break;
            default:
                import.Write((byte[])value, type);
                break;
        }
    }

    private List<(string Table, string Column)> Identities()
    {
        using var command = Command("SELECT table_name::text, column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND is_identity = 'YES'");
        using var rows = command.ExecuteReader();
        var found = new List<(string, string)>();
        while (rows.Read())
            found.Add((rows.GetString(0), rows.GetString(1)));
        return found;
    }

    private List<string> Texts(string sql)
    {
        using var command = Command(sql);
        using var rows = command.ExecuteReader();
        var texts = new List<string>();
        while (rows.Read())
            texts.Add(rows.GetString(0));
        return texts;
    }

    private long Scalar(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!; // Counts and sequences always answer.
    }

    private NpgsqlCommand Command(string sql) => new(sql, _session.Connection) { CommandTimeout = 0 };

    private void Guarded(Action act)
    {
        try
        {
            act();
        }
        catch (NpgsqlException error)
        {
            throw PostgresErrors.Explain(_address, error);
        }
    }
}
