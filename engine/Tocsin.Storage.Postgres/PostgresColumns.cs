using Npgsql;
using NpgsqlTypes;

namespace Tocsin.Storage.Postgres;

/// <summary>The types of the tables' columns, as the server knows them.</summary>
internal sealed class PostgresColumns
{
    private readonly Dictionary<(string Table, string Column), NpgsqlDbType> _types = [];

    public PostgresColumns(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = current_schema()", connection);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            _types[(rows.GetString(0), rows.GetString(1))] = rows.GetString(2) switch
            {
                "bigint" => NpgsqlDbType.Bigint,
                "bytea" => NpgsqlDbType.Bytea,
                _ => NpgsqlDbType.Text,
            };
        }
    }

    public IReadOnlyList<NpgsqlDbType> Of(string table, string[] columns) => [.. columns.Select(column => _types[(table, column)])];

    public static string NameOf(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Bigint => "bigint",
        NpgsqlDbType.Bytea => "bytea",
        _ => "text",
    };

    public static IPostgresColumn ValuesOf(NpgsqlDbType type) => type switch
    {
        NpgsqlDbType.Bigint => new Column<long?>(type),
        NpgsqlDbType.Bytea => new Column<byte[]?>(type),
        _ => new Column<string?>(type),
    };

    private sealed class Column<T>(NpgsqlDbType type) : IPostgresColumn
    {
        private readonly List<T?> _values = [];

        public void Add(object? value) => _values.Add((T?)value);

        public NpgsqlParameter Take()
        {
            var parameter = new NpgsqlParameter<T?[]> { NpgsqlDbType = NpgsqlDbType.Array | type, TypedValue = [.. _values] };
            _values.Clear();
            return parameter;
        }
    }
}
