using System.Net.Sockets;
using Npgsql;
using Tocsin.Alerting.Storage;

namespace Tocsin.Storage.Postgres;

/// <summary>What goes wrong with a server, sorted and put into words.</summary>
internal static class PostgresErrors
{
    private const string Kept = "Nothing more is taken until it can be written, and nothing that was taken is lost.";

    /// <summary>Whether an error is no change's fault: the server is away, is full, lets nobody in, or lost its tables.</summary>
    public static bool IsOfServer(Exception error) => error switch
    {
        PostgresException { SqlState: "42501" or "42P01" or "3F000" or "3D000" or "25006" or "55P03" } => true,
        PostgresException problem => problem.SqlState.Length == 5 && problem.SqlState[..2] is "08" or "28" or "40" or "53" or "57" or "58" or "XX",
        NpgsqlException or IOException or SocketException or TimeoutException or PostgresDeposedException => true,
        _ => false,
    };

    public static StoreException Explain(PostgresAddress address, Exception error) => error switch
    {
        StoreException known => known,
        PostgresDeposedException => new StoreException(error.Message, error),
        PostgresException { SqlState: "28P01" or "28000" } refused => new StoreException(
            $"{address.Server} does not let the user '{address.User}' in: {Text(refused)}. Check user and password in storage.postgres, and pg_hba.conf of the server. {Kept}", error),
        PostgresException { SqlState: "3D000" } => new StoreException(
            $"{address.Server} has no database '{address.Database}'. Make it: CREATE DATABASE \"{address.Database}\" ENCODING 'UTF8'. {Kept}", error),
        PostgresException { SqlState: "42501" } refused => new StoreException(
            $"{address.Shown} cannot be used by '{address.User}': {Text(refused)}. Make that user the owner of the database or of the schema '{address.Schema}'. {Kept}", error),
        PostgresException { SqlState: "42P01" or "3F000" } lost => new StoreException(
            $"{address.Shown} has lost tables of the server: {Text(lost)}. Restore a backup, then restart the server. {Kept}", error),
        PostgresException { SqlState: "53100" } => new StoreException($"The disk of {address.Server} is full. {Kept} Free some space there.", error),
        PostgresException { SqlState: "25006" } => new StoreException($"{address.Server} takes no writes: it is a standby, or set to read only. Name the primary in storage.postgres. {Kept}", error),
        PostgresException other => new StoreException($"{address.Shown} cannot be used: {Text(other)} ({other.SqlState}). {Kept}", error),
        _ => new StoreException($"{address.Server} cannot be reached: {Reason(error)}. {Kept} Start it, or look at the network and the address in storage.postgres.", error),
    };

    private static string Text(PostgresException error) => error.MessageText.TrimEnd('.');

    private static string Reason(Exception error) => (error.InnerException?.Message ?? error.Message).TrimEnd('.');
}
