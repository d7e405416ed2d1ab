using Microsoft.Data.Sqlite;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>The tables of a state file, to be copied; or of a new one, which takes its place when it is complete.</summary>
internal sealed class SqliteStoreTables : IStoreTables
{
    private const string DeadLetterNumbers = "dead_letter_numbers";

    private readonly string _folder;
    private readonly string _path;
    private readonly DataFolderLock _lock;
    private readonly SqliteReplacement? _replacement;
    private readonly SqliteConnection _connection;

    private SqliteStoreTables(string folder, DataFolderLock taken, bool isNew)
    {
        (_folder, _lock) = (folder, taken);
        _path = Path.Combine(folder, StateFile.Name);
        _replacement = isNew ? SqliteReplacement.ForCopy(_path) : null;
        _replacement?.Discard();
        _connection = SqliteFile.Open(_replacement?.Unfinished ?? _path, new StoreSettings { Folder = folder });
        if (isNew)
            SqliteFile.Execute(_connection, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; BEGIN");
    }

    public string Place => _folder;

    public IReadOnlyList<string> Names => [.. SqliteTables.Of(_connection).Select(static table => table.Name).Where(static name => name != "ledger"), DeadLetterNumbers, "ledger"];

    public long LastDeadLetter => Scalar($"SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = '{DeadLetterNumbers}'), 0)");

    /// <summary>The state of a folder; it is brought up to date.</summary>
    /// <exception cref="StoreException">There is none, or a server uses it.</exception>
    public static SqliteStoreTables OpenOld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, StateFile.Name)))
            throw new StoreException($"The folder {folder} holds no state: there is no {StateFile.Name} in it.");
        return Open(folder, isNew: false);
    }

    /// <summary>New state for a folder, which is made when it is missing.</summary>
    /// <exception cref="StoreException">There is some already, or a server uses the folder.</exception>
    public static SqliteStoreTables OpenNew(string folder) => Open(folder, isNew: true);

    public IReadOnlyList<string> ColumnsOf(string table)
    {
        using var command = Command($"SELECT name FROM pragma_table_info('{table}')");
        using var rows = command.ExecuteReader();
        var columns = new List<string>();
        while (rows.Read())
            columns.Add(rows.GetString(0));
        return columns;
    }

    public long Count(string table) => Scalar($"SELECT count(*) FROM {table}");

    public void Read(string table, IReadOnlyList<string> columns, Action<object?[]> take)
    {
        using var command = Command($"SELECT {string.Join(", ", columns)} FROM {table}");
        using var rows = command.ExecuteReader();
        var row = new object?[columns.Count];
        while (rows.Read())
        {
            for (var i = 0; i < row.Length; i++)
                row[i] = rows.IsDBNull(i) ? null : rows.GetValue(i);
            take(row);
        }
    }

    public void Replace(string table, IReadOnlyList<string> columns, Action<Action<object?[]>> rows)
    {
        SqliteFile.Execute(_connection, $"DELETE FROM {table}");
        using var command = Command($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({string.Join(", ", columns.Select(static (_, i) => $"$p{i}"))})");
        for (var i = 0; i < columns.Count; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        rows(row =>
        {
            for (var i = 0; i < row.Length; i++)
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        });
    }

    public void Complete(long lastDeadLetter)
    {
        SqliteFile.Execute(_connection, $"UPDATE sqlite_sequence SET seq = max(seq, {lastDeadLetter}) WHERE name = '{DeadLetterNumbers}'");
        SqliteFile.Execute(_connection, $"INSERT INTO sqlite_sequence (name, seq) SELECT '{DeadLetterNumbers}', {lastDeadLetter} WHERE changes() = 0");
        SqliteFile.Execute(_connection, "COMMIT");
        _connection.Close();
        _replacement?.Put();
        StateElsewhere.Forget(_folder);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _replacement?.Discard();
        _lock.Dispose();
    }

    private static SqliteStoreTables Open(string folder, bool isNew)
    {
        var taken = DataFolderLock.Take(folder);
        try
        {
            if (isNew && new FileInfo(Path.Combine(folder, StateFile.Name)) is { Exists: true, Length: > 0 } file)
                throw new StoreException($"The folder {folder} has state already, in {file.Name}. Nothing was changed. Name another folder, or move the file away.");
            return new SqliteStoreTables(folder, taken, isNew);
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    private long Scalar(string sql)
    {
        using var command = Command(sql);
        return (long)command.ExecuteScalar()!; // Counts always answer.
    }

    private SqliteCommand Command(string sql)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }
}
