using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>Queries, each on a connection that nobody else uses meanwhile. Safe for any thread.</summary>
internal sealed class PostgresReads(PostgresAddress address, NpgsqlDataSource source) : ISqlReads
{
    private static readonly ConcurrentDictionary<string, string> Translated = new(StringComparer.Ordinal);

    public void Read(string sql, Action<ISqlStatement> bind, Action<ISqlRow> take)
    {
        var query = new Query();
        bind(query);
        var text = Translated.GetOrAdd(sql, PostgresStatements.Translate);
        var isBegun = false;
        for (var isSecond = false; ; isSecond = true)
        {
            try
            {
                using var connection = source.OpenConnection();
                using var command = new NpgsqlCommand(text, connection);
                query.AddTo(command);
                using var reader = command.ExecuteReader();
                var row = new Row(reader);
                while (reader.Read())
                {
                    isBegun = true;
                    take(row);
                }

                return;
            }
            catch (Exception error) when (error is NpgsqlException or IOException or TimeoutException)
            {
                // Connections that were kept ended with the server; it may be there again.
                if (isSecond || isBegun || !PostgresErrors.IsOfServer(error))
                    throw PostgresErrors.Explain(address, error);
            }
        }
    }

    public void Dispose()
    {
        // The connections are those of the database.
    }

    private sealed class Query : ISqlStatement
    {
        private readonly PostgresValues _values = new();

        public ISqlStatement Bind(int index, long value) => Set(index, NpgsqlDbType.Bigint, value);

        public ISqlStatement Bind(int index, string value) => Set(index, NpgsqlDbType.Text, PostgresText.Write(value));

        public ISqlStatement Bind(int index, ReadOnlySpan<byte> value) => Set(index, NpgsqlDbType.Bytea, value.ToArray());

        public ISqlStatement BindNull(int index) => Set(index, NpgsqlDbType.Text, DBNull.Value);

        public void Run() => throw new NotSupportedException("A query is read.");

        public long RunAndCount() => throw new NotSupportedException("A query is read.");

        public void AddTo(NpgsqlCommand command) => _values.AddTo(command.Parameters);

        private Query Set(int index, NpgsqlDbType type, object value)
        {
            _values.Set(index, type, value);
            return this;
        }
    }

    private sealed class Row(NpgsqlDataReader reader) : ISqlRow
    {
        public long Integer(int column) => reader.GetInt64(column);

        public bool IsNull(int column) => reader.IsDBNull(column);

        public string Text(int column) => reader.GetValue(column) switch
        {
            string text => PostgresText.Read(text),
            DBNull => "",
            var other => other.ToString() ?? "",
        };

        public byte[] Blob(int column) => reader.GetFieldValue<byte[]>(column);
    }
}
