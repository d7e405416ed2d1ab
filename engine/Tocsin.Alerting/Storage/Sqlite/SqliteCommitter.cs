using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>Commits batches of changes in one transaction each. Used by one thread.</summary>
internal sealed class SqliteCommitter : IDisposable
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly SqliteConnection _connection;
    private readonly SqliteCheckpoints _checkpoints;
    private readonly SqliteStateWriter _writer;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _rollback;
    private readonly ILogger _log;
    private readonly SqliteDamage _damage;
    private readonly ManualResetEventSlim _isStopping = new();
    private volatile StoreFailure? _failure;
    private volatile RefusedChangeException? _refused;

    public SqliteCommitter(SqliteConnection connection, SqliteCheckpoints checkpoints, SqliteDamage damage, StoreSettings settings)
    {
        _connection = connection;
        _checkpoints = checkpoints;
        _damage = damage;
        _log = settings.Log;
        var handle = connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));
        _writer = new SqliteStateWriter(handle, settings.KeepsLedger);
        _begin = new SqliteStatement(handle, "BEGIN IMMEDIATE");
        _commit = new SqliteStatement(handle, "COMMIT");
        _rollback = new SqliteStatement(handle, "ROLLBACK");
    }

    /// <summary>Why the commit that is tried now does not succeed; null otherwise. Safe for any thread.</summary>
    public StoreFailure? Failure => _failure;

    /// <summary>Why changes were left out that nothing is wrong with, after <see cref="Stop"/>; null when none were.</summary>
    public StoreException? GivenUp { get; private set; }

    /// <summary>The last change that was left out without anybody being told; null when there is none. Safe for any thread.</summary>
    public RefusedChangeException? Refused => _refused;

    /// <summary>Told before each pause why nothing can be written.</summary>
    public Action<StoreException>? Holds { private get; init; }

    /// <summary>Told when that is over, before any change is.</summary>
    public Action? Resumes { private get; init; }

    /// <summary>
    /// Commits all changes together; those that cannot be written at all, and those that are refusable while nothing can be, are left out and
    /// told so. The others wait until they can be written.
    /// </summary>
    public void Commit(List<StateChange> changes)
    {
        var hasMadeRoom = false;
        while (changes.Count > 0)
        {
            try
            {
                if (!_isStopping.IsSet && _checkpoints.Look() is { } absent)
                {
                    HoldUp(absent, changes);
                    continue;
                }

                foreach (var change in changes)
                    change.Announce();
                Write(changes);
                WaitForFile(changes.Count);
                break;
            }
            catch (SqliteException error) when (IsOfStore(error) && !_isStopping.IsSet)
            {
                if (SqliteFile.IsOutOfRoom(error) && _checkpoints.MakeRoom() && !hasMadeRoom)
                    hasMadeRoom = true;
                else
                    HoldUp(_damage.Explain(error), changes);
            }
            catch (Exception error)
            {
                if (error is SqliteException ofStore && IsOfStore(ofStore))
                    GivenUp = _damage.Explain(ofStore);
                else if (error is StoreException withoutFile)
                    GivenUp = withoutFile;
                if (changes.Count == 1 || error is StoreException)
                {
                    Resume();
                    foreach (var change in changes)
                        Refuse(change, error);
                    return;
                }

                foreach (var change in changes)
                    Commit([change]);
                return;
            }
        }

        Resume();
        foreach (var change in changes)
            Tell(change);
    }

    /// <summary>From now on, a commit that fails is not repeated.</summary>
    public void Stop() => _isStopping.Set();

    public void Dispose()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _writer.Dispose();
        _isStopping.Dispose();
    }

    // No change is to blame for these. Some pass; the others need a person, and until then nothing may count as written.
    private static bool IsOfStore(SqliteException error) => error.SqliteErrorCode
        is raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY
        or raw.SQLITE_NOMEM or raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    private void Write(List<StateChange> changes)
    {
        _begin.Run();
        try
        {
            foreach (var change in changes)
                change.Apply(_writer);
            _commit.Run();
        }
        catch
        {
            // After some errors SQLite has rolled back already.
            if (raw.sqlite3_get_autocommit(_connection.Handle) == 0)
                _rollback.Run();
            throw;
        }
    }

    private void WaitForFile(int changes)
    {
        while (_checkpoints.AfterCommit() is { } absent)
        {
            if (_isStopping.IsSet)
                throw absent;
            Pause(absent, changes);
        }
    }

    private void HoldUp(StoreException why, List<StateChange> changes)
    {
        foreach (var change in changes.Where(static change => change.IsRefusable))
            change.Failed(why);
        changes.RemoveAll(static change => change.IsRefusable);
        if (changes.Count > 0)
            Pause(why, changes.Count);
    }

    // What was taken waits until it can be written, and those who would make more of it are told that it does.
    private void Pause(StoreException why, int changes)
    {
        _failure = new StoreFailure(_failure?.Since ?? TimeProvider.System.GetUtcNow(), why.Message);
        Holds?.Invoke(why);
        StoreLog.CannotCommit(_log, PauseAfterFailure.TotalSeconds, changes, why.Message);
        _isStopping.Wait(PauseAfterFailure);
    }

    private void Resume()
    {
        if (_failure is null)
            return;
        _failure = null;
        Resumes?.Invoke();
    }

    private void Tell(StateChange change)
    {
        try
        {
            change.Committed();
        }
        catch (Exception error)
        {
            StoreLog.AfterCommit(_log, error);
        }
    }

    private void Refuse(StateChange change, Exception error)
    {
        StoreLog.Refused(_log, error);
        if (!change.TellsItsMaker)
            _refused = new RefusedChangeException((_refused?.Count ?? 0) + 1, error);
        change.Failed(error);
    }
}
