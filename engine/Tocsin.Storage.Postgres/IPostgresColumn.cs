using Npgsql;

namespace Tocsin.Storage.Postgres;

/// <summary>The values of one column of rows that are gathered.</summary>
internal interface IPostgresColumn
{
    void Add(object? value);

    /// <summary>All of them as one value; afterwards there are none.</summary>
    NpgsqlParameter Take();
}
