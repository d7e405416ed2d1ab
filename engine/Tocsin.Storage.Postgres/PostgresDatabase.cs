using Npgsql;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Sql;

namespace Tocsin.Storage.Postgres;

/// <summary>The database while a store uses it: its transactions, and what becomes of them when the server goes away.</summary>
internal sealed class PostgresDatabase : ISqlDatabase, IDisposable
{
    private readonly PostgresAddress _address;
    private readonly PostgresSession _session;
    private readonly NpgsqlDataSource _source;
    private readonly PostgresStatements _statements;
    private readonly SqlStateWriter _writer;
    private volatile StoreFailure? _deposed;
    private long _commits;
    private bool _isInDoubt;

    private PostgresDatabase(PostgresAddress address, PostgresSession session, StoreSettings settings)
    {
        (_address, _session) = (address, session);
        _commits = session.Commits;
        _source = NpgsqlDataSource.Create(address.ForReading($"tocsin {Environment.MachineName} {Environment.ProcessId} reads"));
        _statements = new PostgresStatements(new PostgresColumns(session.Connection));
        _writer = new SqlStateWriter(_statements, settings.KeepsLedger);
    }

    /// <summary>Since when another server has the database; null while this one does. Safe for any thread.</summary>
    public StoreFailure? Failure => _deposed;

    public bool IsInDoubt => _isInDoubt;

    /// <exception cref="StoreException">The server cannot be reached within the time, or the database cannot be used.</exception>
    public static PostgresDatabase Open(PostgresAddress address, TimeSpan patience, StoreSettings settings)
    {
        var session = new PostgresSession(address);
        try
        {
            session.ConnectFirst(patience, settings.Log);
            session.Migrate();
            return new PostgresDatabase(address, session, settings);
        }
        catch (Exception error)
        {
            session.Dispose();
            if (PostgresErrors.IsOfServer(error))
                throw PostgresErrors.Explain(address, error);
            throw;
        }
    }

    public ISqlReads OpenReads() => new PostgresReads(_address, _source);

    public void AddFact(string name, string value)
    {
        using var command = new NpgsqlCommand("INSERT INTO facts (name, value) VALUES ($1, $2)", _session.Connection);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        command.Parameters.Add(new NpgsqlParameter { Value = value });
        command.ExecuteNonQuery();
    }

    public StoreException? Look() => _deposed is { } deposed ? new StoreException(deposed.Message) : null;

    public void Write(IReadOnlyList<StateChange> changes)
    {
        try
        {
            _session.Connect();

            // The answer to the last commit was lost, and nobody knew whether it was made.
            if (_isInDoubt && _session.Commits > _commits)
            {
                (_commits, _isInDoubt) = (_session.Commits, false);
                return;
            }

            _isInDoubt = false;
            Commit(changes);
        }
        catch (PostgresDeposedException error)
        {
            _deposed = new StoreFailure(TimeProvider.System.GetUtcNow(), error.Message);
            _session.Drop();
            throw;
        }
        catch (Exception error) when (PostgresErrors.IsOfServer(error) || _isInDoubt)
        {
            _session.Drop();
            throw;
        }
    }

    public StoreException? AfterCommit() => null;

    public bool IsOwn(Exception error) => PostgresErrors.IsOfServer(error);

    public StoreException Explain(Exception error) => PostgresErrors.Explain(_address, error);

    // The server may have been restarted, and be there again already.
    public bool Help(Exception error) => error is not PostgresDeposedException;

    public void Dispose()
    {
        _session.Dispose();
        _source.Dispose();
    }

    private void Commit(IReadOnlyList<StateChange> changes)
    {
        using var transaction = _session.Connection.BeginTransaction();
        _statements.Begin(_session.Connection, transaction);
        foreach (var change in changes)
            change.Apply(_writer);
        _statements.Flush();
        Count(transaction);
        _isInDoubt = true;
        transaction.Commit();
        (_commits, _isInDoubt) = (_commits + 1, false);
    }

    // The row is the fence: of a server that another one followed it has another epoch.
    private void Count(NpgsqlTransaction transaction)
    {
        using var command = new NpgsqlCommand("UPDATE server SET commits = $1 WHERE epoch = $2", _session.Connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _commits + 1 });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = _session.Epoch });
        if (command.ExecuteNonQuery() != 1)
            throw new PostgresDeposedException(_address.Shown, "which has another epoch");
    }
}
