using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Tocsin.Engine.Storage.Sqlite;

/// <summary>
/// Moves what the write-ahead log holds into the file. On a thread of its own: it waits for the disk, and commits must not.
/// </summary>
internal sealed class SqliteCheckpoints : IDisposable
{
    private const long BytesBetween = 4L << 20;

    /// <summary>A log this long is emptied by the committing thread itself: only while nobody writes can the log start anew.</summary>
    private const long LongestLog = 128L << 20;

    private readonly FileInfo _log;
    private readonly SqliteConnection _committing;
    private readonly SqliteConnection _connection;
    private readonly ILogger _report;
    private readonly AutoResetEvent _isDue = new(false);
    private readonly Thread _thread;
    private long _commits;
    private long _moved;
    private volatile bool _isStopping;

    public SqliteCheckpoints(string path, SqliteConnection committing, ILogger report)
    {
        _log = new FileInfo(path + "-wal");
        _committing = committing;
        _report = report;
        _connection = SqliteFile.OpenReader(path);
        SqliteFile.Execute(_connection, "PRAGMA query_only = OFF");
        _thread = new Thread(Run) { IsBackground = true, Name = "state checkpoints" };
        _thread.Start();
    }

    /// <summary>Called by the committing thread between two commits.</summary>
    public void AfterCommit()
    {
        // The log's length is asked for now and then only: it is a call into the operating system.
        if (++_commits % 64 != 0)
            return;

        _log.Refresh();
        var length = _log.Exists ? _log.Length : 0;
        if (length > LongestLog)
            Checkpoint(_committing, "PRAGMA wal_checkpoint(TRUNCATE)");
        else if (length > BytesBetween && _commits - Interlocked.Read(ref _moved) >= 512)
            _isDue.Set();
    }

    public void Dispose()
    {
        _isStopping = true;
        _isDue.Set();
        _thread.Join();
        _connection.Dispose();
        _isDue.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            _isDue.WaitOne();
            if (_isStopping)
                return;
            Interlocked.Exchange(ref _moved, _commits);
            Checkpoint(_connection, "PRAGMA wal_checkpoint(PASSIVE)");
        }
    }

    private void Checkpoint(SqliteConnection connection, string sql)
    {
        try
        {
            SqliteFile.Execute(connection, sql);
        }
        catch (SqliteException error)
        {
            // The log only grows longer; the next time is soon.
            StoreLog.Checkpoint(_report, error.Message);
        }
    }
}
