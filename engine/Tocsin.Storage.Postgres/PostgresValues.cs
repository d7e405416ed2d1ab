using Npgsql;
using NpgsqlTypes;

namespace Tocsin.Storage.Postgres;

/// <summary>The values of a statement, by their numbers from 1 on. Numbers that a statement leaves out have to be there all the same.</summary>
internal sealed class PostgresValues
{
    private readonly List<(NpgsqlDbType Type, object Value)> _values = [];

    public void Set(int index, NpgsqlDbType type, object value)
    {
        while (_values.Count < index)
            _values.Add((NpgsqlDbType.Text, DBNull.Value));
        _values[index - 1] = (type, value);
    }

    public void AddTo(NpgsqlParameterCollection parameters)
    {
        foreach (var (type, value) in _values)
            parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
    }
}
