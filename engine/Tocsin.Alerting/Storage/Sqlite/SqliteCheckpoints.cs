using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Tocsin.Alerting.Storage.Sqlite;

/// <summary>
/// Moves what the write-ahead log holds into the file, so that the log stays short and, when the disk gets full, can still be emptied: with
/// the room of the <see cref="SqliteReserve"/> if need be. Has a thread of its own: it waits for the disk, and commits must not.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private const long PageBytes = 4096;
    private const long BytesBetween = 4L << 20;
    private const long ShortestLimit = 1L << 20;

    /// <summary>The log takes one part of so many of the room that is left.</summary>
    private const int PartOfFree = 8;

    private const int PatienceWithReaders = 200;
    private const int UsualPatience = 5000;
    private const int CacheWrites = 9; // SQLITE_DBSTATUS_CACHE_WRITE

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(2);

    private readonly string _folder;
    private readonly long _longest;
    private readonly string _log;
    private readonly SqliteConnection _committing;
    private readonly SqliteConnection _connection;
    private readonly SqliteReserve _reserve;
    private readonly SqlitePresence _presence;
    private readonly ILogger _report;
    private readonly object _moving = new();
    private readonly AutoResetEvent _isDue = new(false);
    private readonly Thread _thread;
    private long _limit;
    private long _unmoved;
    private volatile StoreFailure? _absence;
    private volatile bool _isMoved;
    private volatile bool _isStopping;

    public SqliteCheckpoints(string path, SqliteConnection committing, SqliteReserve reserve, StoreSettings settings)
    {
        _folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        _log = path + "-wal";
        _committing = committing;
        _reserve = reserve;
        _report = settings.Log;
        _longest = settings.LongestLog;
        _presence = new SqlitePresence(path, Handle(committing));
        _connection = SqliteFile.OpenReader(path);
        SqliteFile.Execute(_connection, "PRAGMA query_only = OFF");
        SetLimit();
        if (LogBytes > _limit)
            Empty();
        _thread = new Thread(Run) { IsBackground = true, Name = "state checkpoints" };
        _thread.Start();
    }

    /// <summary>The length of the log. Safe for any thread.</summary>
    public long LogBytes => new FileInfo(_log) is { Exists: true } log ? log.Length : 0;

    /// <summary>Since when the file is not where it was; null while it is. Safe for any thread.</summary>
    public StoreFailure? Absence => _absence;

    /// <summary>Looks whether what is committed would be found again. Safe for any thread.</summary>
    /// <returns>Why not; null when it would.</returns>
    public StoreException? Look()
    {
        var problem = _presence.Problem();
        if (problem is null)
            _absence = null;
        else
            _absence ??= new StoreFailure(TimeProvider.System.GetUtcNow(), problem.Message);
        return problem;
    }

    /// <summary>Called by the committing thread after each commit, before anybody is told of it.</summary>
    /// <returns>Why what was committed would not be found again; null when it would.</returns>
    public StoreException? AfterCommit()
    {
        if (Look() is { } problem)
            return problem;

        if (LogBytes is var length && length > Interlocked.Read(ref _limit))
            EmptySoon(length);
        _ = raw.sqlite3_db_status(Handle(_committing), CacheWrites, out var pages, out _, resetFlg: 1);
        _unmoved += pages * PageBytes;
        if (_unmoved < Math.Min(BytesBetween, _limit / 4))
            return null;
        _unmoved = 0;
        _isDue.Set();
        return null;
    }

    /// <summary>
    /// Called by the committing thread, outside a transaction, when a commit failed because there is no room: empties the log, at the expense of
    /// the reserve.
    /// </summary>
    /// <returns>Whether there is more room than before.</returns>
    public bool MakeRoom()
    {
        var had = LogBytes;
        var isReleased = _reserve.Release();
        Empty();
        return isReleased || LogBytes < had;
    }

    public void Dispose()
    {
        _isStopping = true;
        _isDue.Set();
        _thread.Join();
        _connection.Dispose();
        _isDue.Dispose();
    }

    // Commits wait for it: little is left to move right after the other thread has moved what there was.
    private void EmptySoon(long length)
    {
        if (_isMoved || length > 2 * Interlocked.Read(ref _limit))
            Empty();
        else
            _isDue.Set();
    }

    private static sqlite3 Handle(SqliteConnection connection) => connection.Handle ?? throw new ObjectDisposedException(nameof(SqliteConnection));

    private void Run()
    {
        _reserve.Restore();
        while (true)
        {
            var isDue = _isDue.WaitOne(BetweenLooks);
            if (_isStopping)
                return;
            Look();
            if (isDue)
            {
                Move();
                SetLimit();

                // What was committed meanwhile is moved as well, as far as it can be: the rest holds commits up.
                if (LogBytes > Interlocked.Read(ref _limit))
                {
                    Move();
                    _isMoved = true;
                }
            }

            _reserve.Restore();
        }
    }

    private void Move()
    {
        lock (_moving)
            Checkpoint(_connection, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    private void SetLimit() =>
        Interlocked.Exchange(ref _limit, Math.Clamp(((DiskSpace.FreeAt(_folder) ?? long.MaxValue - LogBytes) + LogBytes) / PartOfFree, ShortestLimit, _longest));

    // Only while nobody writes can the log start anew, and only when no reader looks at what it holds: one that does must not hold up alerts.
    private void Empty()
    {
        raw.sqlite3_busy_timeout(Handle(_committing), PatienceWithReaders);
        lock (_moving)
            Checkpoint(_committing, "PRAGMA wal_checkpoint(TRUNCATE)");
        raw.sqlite3_busy_timeout(Handle(_committing), UsualPatience);
        _isMoved = false;
        SetLimit();

        // If that did not work, not each of the next commits is to wait for it.
        var left = LogBytes;
        if (left > _limit)
            Interlocked.Exchange(ref _limit, left + Math.Min(BytesBetween, _limit / 2));
    }

    private void Checkpoint(SqliteConnection connection, string sql)
    {
        try
        {
            SqliteFile.Execute(connection, sql);
        }
        catch (SqliteException error) when (SqliteFile.IsOutOfRoom(error) && _reserve.Release())
        {
            Checkpoint(connection, sql);
        }
        catch (SqliteException error)
        {
            // The log only grows longer; the next time is soon.
            StoreLog.Checkpoint(_report, error.Message);
        }
    }
}
