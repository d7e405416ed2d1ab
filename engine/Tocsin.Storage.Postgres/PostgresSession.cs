using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>
/// The one connection that writes. It holds a lock for as long as it lives, so that there is one server for a database; and the epoch that it
/// raised when it took the database, so that a server that lost its connection, and the database to another one, writes nothing more.
/// </summary>
internal sealed partial class PostgresSession : IDisposable
{
    private const int OldestVersion = 12;
    private const int LockSpace = 0x546F6373;

    /// <summary>How long the lock of a process that just ended may stay: the server notices that between two statements.</summary>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly PostgresAddress _address;
    private readonly string _name = $"tocsin {Environment.MachineName} {Environment.ProcessId}";
    private NpgsqlConnection? _connection;
    private int _backend;
    private long? _epoch;

    public PostgresSession(PostgresAddress address) => _address = address;

    public NpgsqlConnection Connection => _connection ?? throw new InvalidOperationException("There is no connection.");

    /// <summary>What the server counts as committed; known after <see cref="Connect"/>.</summary>
    public long Commits { get; private set; }

    /// <summary>The version of the tables that are there.</summary>
    public int Version { get; private set; }

    public long Epoch => _epoch ?? throw new InvalidOperationException("The database was not taken.");

    /// <summary>Connects when it is not connected, and takes the database, or makes sure that it still has it.</summary>
    /// <exception cref="PostgresDeposedException">Another server took it meanwhile.</exception>
    /// <exception cref="StoreException">Another server has it, or it cannot be used.</exception>
    public void Connect()
    {
        if (_connection is not null)
            return;
        var connection = new NpgsqlConnection(_address.ForWriting(_name));
        try
        {
            connection.Open();
            Judge(connection);
            MakeSchema(connection);
            Lock(connection);
            Take(connection);
            _backend = connection.ProcessID;
            _connection = connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Brings the tables up to date.</summary>
    /// <exception cref="StoreException">They are newer.</exception>
    public void Migrate()
    {
        if (Version > SqlSchema.Steps.Count)
        {
            throw new StoreException(
                $"{_address.Shown} has version {Version}; this server knows versions up to {SqlSchema.Steps.Count}. It was not touched. Use the newer server that wrote it, or name another database.");
        }

        if (Version == SqlSchema.Steps.Count)
            return;
        using var transaction = Connection.BeginTransaction();
        for (var step = Version; step < SqlSchema.Steps.Count; step++)
            Execute(Connection, PostgresSchema.Step(step));
        Execute(Connection, string.Create(CultureInfo.InvariantCulture, $"UPDATE server SET version = {SqlSchema.Steps.Count}"));
        transaction.Commit();
        Version = SqlSchema.Steps.Count;
    }

    /// <summary>Lets go of the connection, and with it of the lock: the next <see cref="Connect"/> makes another.</summary>
    public void Drop()
    {
        _connection?.Dispose();
        _connection = null;
    }

    public void Dispose() => Drop();

    public static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static T? Ask<T>(NpgsqlConnection connection, string sql, params object[] values)
    {
        using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command.ExecuteScalar() is T answer ? answer : default;
    }

    private void Judge(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
            throw new StoreException($"{_address.Server} is PostgreSQL {connection.PostgreSqlVersion.Major}; {OldestVersion} or newer is needed.");
        if (Ask<string>(connection, "SELECT current_setting('server_encoding')") is var encoding and not "UTF8")
            throw new StoreException($"The database {_address.Database} of {_address.Server} has the encoding {encoding}. Make one with UTF8: CREATE DATABASE \"{_address.Database}\" ENCODING 'UTF8' TEMPLATE template0.");
        if (Ask<bool>(connection, "SELECT pg_is_in_recovery()"))
            throw new StoreException($"{_address.Server} is a standby and takes no writes: name the primary in storage.postgres.");

        // A commit that is acknowledged survives the server's own sudden end; and a machine that lost its power holds the lock for seconds, not hours.
        Execute(connection, """
            SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off';
            SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 3; SET tcp_keepalives_count = 3
            """);
    }

    private void MakeSchema(NpgsqlConnection connection)
    {
        if (Ask<bool>(connection, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = $1)", _address.Schema))
            return;
        try
        {
            Execute(connection, $"CREATE SCHEMA IF NOT EXISTS \"{_address.Schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }
        catch (PostgresException error) when (error.SqlState is "23505" or "42P06")
        {
            // Another one, which starts at the same time, was quicker.
        }
    }

    // Of the session, so that it ends with the process, however sudden.
    private void Lock(NpgsqlConnection connection)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!Ask<bool>(connection, "SELECT pg_try_advisory_lock($1, hashtext($2))", LockSpace, _address.Schema))
        {
            // Its own last connection, which this machine gave up and the server not yet.
            if (_backend != 0)
                Execute(connection, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = {_backend} AND application_name = '{_name.Replace("'", "''", StringComparison.Ordinal)}'");
            if (TimeProvider.System.GetElapsedTime(since) > LockPatience)
            {
                throw new StoreException(
                    $"{_address.Shown} is used by another server: {Ask<string>(connection, "SELECT name || ', since ' || to_char(since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC' FROM server") ?? "one that just started"}. Stop it, or name another database.");
            }

            Wait(BetweenTries);
        }
    }

    private void Take(NpgsqlConnection connection)
    {
        if (!Ask<bool>(connection, "SELECT to_regclass('server') IS NOT NULL"))
            Begin(connection);
        using var command = new NpgsqlCommand("SELECT version, epoch, commits, name FROM server", connection);
        using (var row = command.ExecuteReader())
        {
            if (!row.Read())
                throw new StoreException($"The table 'server' of {_address.Shown} is empty. Restore a backup, or name another database.");
            (Version, Commits) = (checked((int)row.GetInt64(0)), row.GetInt64(2));
            if (_epoch is { } mine && row.GetInt64(1) != mine)
                throw new PostgresDeposedException(_address.Shown, row.GetString(3));
        }

        _epoch ??= Ask<long>(connection, "UPDATE server SET epoch = epoch + 1, name = $1, since = now() RETURNING epoch", _name);
    }

    private void Begin(NpgsqlConnection connection)
    {
        if (Ask<long>(connection, "SELECT count(*) FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = $1) AND relkind IN ('r', 'p', 'v')", _address.Schema) > 0)
            throw new StoreException($"The schema '{_address.Schema}' of {_address.Shown} has tables of another program. Name another database, or another schema: ?schema=NAME.");
        using var transaction = connection.BeginTransaction();
        Execute(connection, PostgresSchema.Begin);
        transaction.Commit();
    }

    /// <summary>Opens the first connection; waits for a server that is away.</summary>
    /// <param name="patience">How long.</param>
    public void ConnectFirst(TimeSpan patience, ILogger log)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                Connect();
                return;
            }
            catch (Exception error) when (PostgresErrors.IsOfServer(error))
            {
                var problem = PostgresErrors.Explain(_address, error);
                if (!Passes(error) || TimeProvider.System.GetElapsedTime(since) + Pause > patience)
                    throw problem;
                LogLines.Waits(log, Pause.TotalSeconds, problem.Message);
                Wait(Pause);
            }
        }
    }

    private static TimeSpan Pause { get; } = TimeSpan.FromSeconds(1);

    private static void Wait(TimeSpan time) => Task.Delay(time, TimeProvider.System).GetAwaiter().GetResult();

    // A password is as wrong a second later.
    private static bool Passes(Exception error) => error is not PostgresException problem || problem.SqlState[..2] is "08" or "53" or "57" or "58";

    private static partial class LogLines
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "the database cannot be used yet, trying again in {Seconds} s err={Why}")]
        public static partial void Waits(ILogger logger, double seconds, string why);
    }
}
