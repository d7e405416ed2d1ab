using Npgsql;
using NpgsqlTypes;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>Removes what is over a limit, once for all that a transaction added. It may be more or less a moment later, and nobody sees it between.</summary>
/// <param name="mostRemoved">How many rows may go for each run; 0 where the values that were bound say which.</param>
internal sealed class PostgresTrim(string sql, int mostRemoved = 0) : ISqlStatement
{
    private readonly HashSet<string> _values = new(StringComparer.Ordinal);
    private string _value = "";
    private long _limit;
    private int _runs;

    public ISqlStatement Bind(int index, long value)
    {
        _limit = value;
        return this;
    }

    public ISqlStatement Bind(int index, string value)
    {
        _value = PostgresText.Write(value);
        return this;
    }

    public ISqlStatement Bind(int index, ReadOnlySpan<byte> value) => throw new NotSupportedException("Limits are for texts.");

    public ISqlStatement BindNull(int index) => throw new NotSupportedException("Limits are for texts.");

    public void Run()
    {
        _runs++;
        if (mostRemoved == 0)
            _values.Add(_value);
    }

    public long RunAndCount() => throw new NotSupportedException("What is removed later is not counted.");

    public void EmitTo(NpgsqlBatch batch)
    {
        if (_runs == 0)
            return;
        var command = new NpgsqlBatchCommand(sql);
        if (mostRemoved == 0)
            command.Parameters.Add(new NpgsqlParameter<string[]> { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, TypedValue = [.. _values] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _limit });
        if (mostRemoved != 0)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = (long)mostRemoved * _runs });
        batch.BatchCommands.Add(command);
        Clear();
    }

    public void Clear()
    {
        _values.Clear();
        _runs = 0;
    }
}
