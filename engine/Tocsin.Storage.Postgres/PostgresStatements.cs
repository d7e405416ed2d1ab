using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>
/// Statements of one transaction. They wait until it is committed, in their order for each table: rows that follow each other in a table go in one
/// statement, and all statements to the server at once. A thousand alerts are some tens of statements then, and one answer.
/// </summary>
internal sealed partial class PostgresStatements(PostgresColumns columns) : ISqlStatements
{
    private readonly List<PostgresTrim> _trims = [];
    private readonly Dictionary<string, GatheredRows> _gathering = new(StringComparer.Ordinal);
    private NpgsqlBatch? _batch;

    private NpgsqlBatch Batch => _batch ?? throw new InvalidOperationException("There is no transaction.");

    public ISqlStatement Save(string table, int keys, params string[] names)
    {
        var kept = string.Join(", ", names.Skip(keys).Select(static name => $"{name} = excluded.{name}"));
        return new GatheredRows(this, table, Insert(table, names) + $" ON CONFLICT ({string.Join(", ", names.Take(keys))}) DO UPDATE SET {kept}", columns.Of(table, names), keys);
    }

    public ISqlStatement Add(string table, params string[] names) => new GatheredRows(this, table, Insert(table, names), columns.Of(table, names), 0);

    public ISqlStatement Remove(string table, params string[] names)
    {
        var same = string.Join(" AND ", names.Select((name, i) => $"kept.{name} = gone.c{i + 1}"));
        return new GatheredRows(this, table, $"DELETE FROM {table} AS kept USING {Rows(columns.Of(table, names))} AS gone ({Names(names.Length)}) WHERE {same}", columns.Of(table, names), 0);
    }

    public ISqlStatement KeepNewest(string table, string column)
    {
        var old = $"SELECT no FROM {table} WHERE {column} = value ORDER BY no DESC OFFSET $2";
        return Later(new PostgresTrim($"DELETE FROM {table} WHERE no IN (SELECT old.no FROM unnest($1::text[]) AS value CROSS JOIN LATERAL ({old}) AS old)"));
    }

    public ISqlStatement KeepLast(string table, int mostRemoved) => Later(new PostgresTrim(
        $"DELETE FROM {table} WHERE no IN (SELECT no FROM {table} WHERE no <= (SELECT max(no) FROM {table}) - $1 ORDER BY no LIMIT $2)", mostRemoved));

    public ISqlStatement Prepare(string sql) => new SingleStatement(this, TableOf(sql), Translate(sql));

    public void Rebuild(string table)
    {
        Emit(table);
        Batch.BatchCommands.Add(new NpgsqlBatchCommand($"REINDEX TABLE {table}"));
    }

    /// <summary>Begins with a transaction of the connection; what was left of another is forgotten.</summary>
    public void Begin(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        foreach (var rows in _gathering.Values)
            rows.Clear();
        _gathering.Clear();
        foreach (var trim in _trims)
            trim.Clear();
        _batch = new NpgsqlBatch(connection, transaction);
    }

    /// <summary>Runs all that waits.</summary>
    public void Flush()
    {
        foreach (var rows in _gathering.Values)
            rows.EmitTo(Batch);
        _gathering.Clear();
        foreach (var trim in _trims)
            trim.EmitTo(Batch);
        if (Batch.BatchCommands.Count == 0)
            return;
        Batch.ExecuteNonQuery();
        Batch.BatchCommands.Clear();
    }

    /// <summary>A query in the words of PostgreSQL, whose values are <c>$1</c> and so on.</summary>
    public static string Translate(string sql) => Value().Replace(sql, "$$$1");

    private static string TableOf(string sql) => Target().Match(sql).Groups[1].Value;

    private static string Insert(string table, string[] names, string rows) => $"INSERT INTO {table} ({string.Join(", ", names)}) SELECT * FROM {rows}";

    private static string Rows(IReadOnlyList<NpgsqlDbType> types) =>
        $"unnest({string.Join(", ", types.Select(static (type, i) => string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{PostgresColumns.NameOf(type)}[]")))})";

    private static string Names(int count) => string.Join(", ", Enumerable.Range(1, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"c{i}")));

    private string Insert(string table, string[] names) => Insert(table, names, Rows(columns.Of(table, names)));

    private PostgresTrim Later(PostgresTrim trim)
    {
        _trims.Add(trim);
        return trim;
    }

    // Rows of one statement follow each other only while no other one of the table comes between.
    private void Gather(string table, GatheredRows rows)
    {
        if (_gathering.TryGetValue(table, out var other) && other == rows)
            return;
        other?.EmitTo(Batch);
        _gathering[table] = rows;
    }

    private void Emit(string table)
    {
        if (_gathering.Remove(table, out var rows))
            rows.EmitTo(Batch);
    }

    [GeneratedRegex(@"\?(\d+)")]
    private static partial Regex Value();

    [GeneratedRegex(@"(?:DELETE FROM|INSERT INTO|UPDATE) (\w+)")]
    private static partial Regex Target();

    private sealed class GatheredRows(PostgresStatements owner, string table, string sql, IReadOnlyList<NpgsqlDbType> types, int keys) : ISqlStatement
    {
        private readonly object?[] _row = new object?[types.Count];
        private readonly IPostgresColumn[] _columns = [.. types.Select(PostgresColumns.ValuesOf)];

        // A key must not come twice in one statement. That two have the same hash happens, and costs a statement more.
        private readonly HashSet<int> _seen = [];

        public ISqlStatement Bind(int index, long value) => Set(index, value);

        public ISqlStatement Bind(int index, string value) => Set(index, PostgresText.Write(value));

        public ISqlStatement Bind(int index, ReadOnlySpan<byte> value) => Set(index, value.ToArray());

        public ISqlStatement BindNull(int index) => Set(index, null);

        public void Run()
        {
            owner.Gather(table, this);
            if (keys > 0 && !_seen.Add(HashOfKey()))
            {
                EmitTo(owner.Batch);
                _seen.Add(HashOfKey());
            }

            for (var i = 0; i < _row.Length; i++)
                _columns[i].Add(_row[i]);
        }

        public long RunAndCount() => throw new NotSupportedException("Rows that are gathered are not counted.");

        public void EmitTo(NpgsqlBatch batch)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var column in _columns)
                command.Parameters.Add(column.Take());
            batch.BatchCommands.Add(command);
            _seen.Clear();
        }

        public void Clear()
        {
            foreach (var column in _columns)
                _ = column.Take();
            _seen.Clear();
        }

        private GatheredRows Set(int index, object? value)
        {
            _row[index - 1] = value;
            return this;
        }

        private int HashOfKey()
        {
            var hash = default(HashCode);
            for (var i = 0; i < keys; i++)
            {
                if (_row[i] is byte[] bytes)
                    hash.AddBytes(bytes);
                else
                    hash.Add(_row[i]);
            }

            return hash.ToHashCode();
        }
    }

    private sealed class SingleStatement(PostgresStatements owner, string table, string sql) : ISqlStatement
    {
        private readonly PostgresValues _values = new();

        public ISqlStatement Bind(int index, long value) => Set(index, NpgsqlDbType.Bigint, value);

        public ISqlStatement Bind(int index, string value) => Set(index, NpgsqlDbType.Text, PostgresText.Write(value));

        public ISqlStatement Bind(int index, ReadOnlySpan<byte> value) => Set(index, NpgsqlDbType.Bytea, value.ToArray());

        public ISqlStatement BindNull(int index) => Set(index, NpgsqlDbType.Text, DBNull.Value);

        public void Run()
        {
            owner.Emit(table);
            owner.Batch.BatchCommands.Add(Command());
        }

        public long RunAndCount()
        {
            owner.Flush();
            owner.Batch.BatchCommands.Add(Command());
            var count = owner.Batch.ExecuteNonQuery();
            owner.Batch.BatchCommands.Clear();
            return count;
        }

        private NpgsqlBatchCommand Command()
        {
            var command = new NpgsqlBatchCommand(sql);
            _values.AddTo(command.Parameters);
            return command;
        }

        private SingleStatement Set(int index, NpgsqlDbType type, object value)
        {
            _values.Set(index, type, value);
            return this;
        }
    }
}
