namespace Tocsin.Storage.Postgres;

/// <summary>Another server took the database while this one could not hold it.</summary>
internal sealed class PostgresDeposedException(string database, string other)
    : Exception($"{database} was taken by another server, {other}, while this one could not reach it: this one writes nothing more. Stop one of the two; this one takes it up again when it is started anew.");
