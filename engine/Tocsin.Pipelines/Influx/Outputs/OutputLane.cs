using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Influx.Connections;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Points on their way to one database and retention policy of an InfluxDB, one write after the other. What it cannot take now is kept on disk and
/// written later in the same order, or in memory while the disk takes nothing either; what it refuses is not sent again. Guarded by the lock of its <see cref="InfluxOutput"/>.
/// </summary>
internal sealed partial class OutputLane
{
    private static readonly TimeSpan LongWrite = TimeSpan.FromSeconds(5);

    private readonly OutputShare _share;
    private readonly WriteSpool _spool;
    private readonly Queue<PendingWrite> _memory = new();
    private readonly Queue<PendingWrite> _held = new(); // Behind what is on disk.
    private volatile string? _whyHeld;
    private long? _writingSince;
    private InfluxOutputStatus _status;

    /// <param name="name">Of the database, for messages.</param>
    /// <param name="share">What it has in common with other databases of the InfluxDB.</param>
    /// <param name="folder">Holds what waits.</param>
    /// <exception cref="IOException">What waits cannot be read.</exception>
    public OutputLane(string name, OutputShare share, string folder)
    {
        _share = share;
        _spool = new WriteSpool(folder, share.Room);
        _status = new InfluxOutputStatus { Name = name };
        if (!_spool.IsEmpty)
            Log.GoesOn(share.Log, share.Name, name, _spool.Bytes);
    }

    /// <summary>How it goes.</summary>
    public InfluxOutputStatus Status => _status with { Waiting = _spool.Bytes };

    /// <summary>False while writes fail, or one takes long: nobody should wait for them.</summary>
    public bool Answers => _status.FailingSince is null && (_writingSince is not { } since || _share.Time.GetElapsedTime(since) < LongWrite);

    /// <summary>Why the disk took nothing when it was tried last; null when it does.</summary>
    public string? WhyHeld => _whyHeld;

    /// <summary>Takes points to write.</summary>
    public void Add(PendingWrite waiting)
    {
        if (_held.Count == 0 && _spool.IsEmpty && _share.TryTakeMemory(waiting.Write))
            _memory.Enqueue(waiting);
        else if (_held.Count > 0 || !TryKeep(waiting))
            Hold(waiting);
    }

    /// <summary>The file whose last writes are to be flushed; null when there are none.</summary>
    public Microsoft.Win32.SafeHandles.SafeFileHandle? TakeUnflushed() => _spool.TakeUnflushed();

    /// <summary>Lets go of the disk: nothing is written any more.</summary>
    public void End() => OnDisk("points that were kept may be lost if the machine fails", _spool.Dispose);

    /// <summary>Begins the next write. What is on disk came after what is in memory: memory is filled while there is nothing on disk only.</summary>
    /// <param name="isKept">True for one that is on disk.</param>
    /// <param name="isReadable">False when there may be one, and the disk cannot be read now.</param>
    public bool TryNext([NotNullWhen(true)] out PendingWrite? next, out bool isKept, out bool isReadable)
    {
        (isKept, isReadable) = (false, true);
        KeepHeld();
        if (TryPeekMemory(out next))
            return true;

        // At the end of the server what is on disk stays there.
        OutputWrite? write = null;
        isReadable = _share.IsStopping || OnDisk("points that were kept cannot be read", () => write = Peek());
        if (!isReadable)
            _status = _status with { FailingSince = _status.FailingSince ?? _share.Time.GetUtcNow() };
        if (write is null)
        {
            // Not before what is on disk, which is not read any more when the server ends.
            while (isReadable && _spool.IsEmpty && _held.TryDequeue(out var held))
                _memory.Enqueue(held);
            return TryPeekMemory(out next);
        }

        _writingSince = _share.Time.GetTimestamp();
        isKept = true;
        next = new PendingWrite(write, _share.ListenerOf(write.Source));
        return true;
    }

    private bool TryPeekMemory([NotNullWhen(true)] out PendingWrite? next)
    {
        if (!_memory.TryPeek(out next))
            return false;
        _writingSince = _share.Time.GetTimestamp();
        return true;
    }

    private OutputWrite? Peek()
    {
        _spool.TryPeek(out var write, out var damaged, out var lost);
        if (damaged > 0)
        {
            _status = _status with { Dropped = _status.Dropped + lost };
            Note($"{damaged} files with points that were kept are damaged or gone: what cannot be read of them is left out, {lost} points as far as is known");
        }

        return write;
    }

    // What the disk does not do is reported, and all else goes on.
    private bool OnDisk(string what, Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            Note($"{what}: {problem.Message}");
            return false;
        }
    }

    /// <summary>Ends a write; false when InfluxDB takes nothing now, and it stays the next.</summary>
    public bool TrySettle(PendingWrite next, bool isKept, InfluxException? problem)
    {
        _writingSince = null;
        if (problem is not null && (problem.MayPass || problem.Failure == InfluxFailure.Denied))
        {
            _status = _status with { FailingSince = _status.FailingSince ?? _share.Time.GetUtcNow() };
            Note(problem.Message);
            if (isKept)
                _spool.Return();
            else
                KeepMemory(problem.Message);
            return false;
        }

        if (_status.FailingSince is not null)
            Log.Recovered(_share.Log, _share.Name, _status.Name);
        _status = problem is null
            ? _status with { FailingSince = null, Written = _status.Written + next.Write.Points, LastError = "" }
            : _status with { FailingSince = null, Refused = _status.Refused + next.Write.Points, LastError = problem.Message };
        if (isKept)
            OnDisk("that points were written cannot be recorded, they may be written again after a restart", _spool.Advance);
        else
            _share.GiveMemory(_memory.Dequeue().Write);
        if (_memory.Count == 0 && _held.Count == 0)
            _whyHeld = null;
        return true;
    }

    private void KeepMemory(string why)
    {
        var all = _memory.ToList();
        if (!TryKeep(all, why, (out bool areKept) => _spool.Prepend(all.ConvertAll(waiting => waiting.Write), out areKept)))
            return;
        _memory.Clear();
        all.ForEach(waiting => _share.GiveMemory(waiting.Write));
    }

    private void KeepHeld()
    {
        while (_held.TryPeek(out var first) && TryKeep(first))
            _share.GiveMemory(_held.Dequeue().Write);
    }

    // Who wrote them was told that they are taken: more is refused meanwhile, see InfluxOutput.WhyFull, and what comes from where nothing can be
    // refused must not fill the memory.
    private void Hold(PendingWrite waiting)
    {
        if (_share.TryHold(waiting.Write))
        {
            _held.Enqueue(waiting);
            return;
        }

        _status = _status with { Dropped = _status.Dropped + waiting.Write.Points };
        waiting.End(OutputOutcome.Lost, $"they can be kept neither in memory, where too much waits, nor on disk: {_whyHeld}");
    }

    private bool TryKeep(PendingWrite waiting) => TryKeep([waiting], _status.LastError, (out bool isKept) => _spool.Append(waiting.Write, out isKept));

    /// <summary>Keeps writes on disk, unless there is no room for them; false when the disk does not take them, and somebody will try again.</summary>
    private bool TryKeep(IReadOnlyList<PendingWrite> all, string why, Keeping keep)
    {
        var points = all.Sum(waiting => waiting.Write.Points);
        try
        {
            var others = keep(out var areKept);
            _whyHeld = null;
            Dropped(others + (areKept ? 0 : points));
            foreach (var waiting in all)
                waiting.End(areKept ? OutputOutcome.Kept : OutputOutcome.Lost, areKept ? why : $"{why}; and there is no room to keep them: raise keep-unwritten-bytes");
            _share.FlushSoon();
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (_share.IsStopping && TryGiveReserve(all))
                return TryKeep(all, why, keep);
            if (!_share.IsStopping)
            {
                if (_whyHeld is null)
                    Log.Holds(_share.Log, _share.Name, _status.Name, problem.Message);
                _whyHeld = problem.Message;
                return false;
            }

            _status = _status with { Dropped = _status.Dropped + points };
            Note($"{points} points that waited are lost: the server ends, and the disk does not take them: {problem.Message}");
            foreach (var waiting in all)
                waiting.End(OutputOutcome.Lost, $"{why}; and they cannot be kept: {problem.Message}");
            return true;
        }
    }

    private bool TryGiveReserve(IReadOnlyList<PendingWrite> all)
    {
        var isGiven = false;
        return OnDisk("the reserve cannot be given up", () => isGiven = _share.Reserve.TryGive(all.Sum(waiting => (long)waiting.Write.Bytes))) && isGiven;
    }

    /// <summary>Counts points for which there was no room.</summary>
    public void Dropped(int points)
    {
        if (points == 0)
            return;
        _status = _status with { Dropped = _status.Dropped + points };
        Note($"there is no room for more points that wait, or their files were removed: {points} are gone, the oldest first. Raise keep-unwritten-bytes, or bring InfluxDB back");
    }

    /// <summary>Notes what went wrong.</summary>
    public void Note(string why)
    {
        if (_status.LastError != why)
            Log.Fails(_share.Log, _share.Name, _status.Name, why);
        _status = _status with { LastError = why };
    }

    private delegate int Keeping(out bool areKept);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "points cannot be written to InfluxDB and wait influxdb={Influxdb} database={Database} error={Error}")]
        public static partial void Fails(ILogger logger, string influxdb, string database, string error);

        [LoggerMessage(Level = LogLevel.Error, Message = "points that wait for InfluxDB cannot be kept on disk and stay in memory influxdb={Influxdb} database={Database} error={Error}")]
        public static partial void Holds(ILogger logger, string influxdb, string database, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "InfluxDB takes points again influxdb={Influxdb} database={Database}")]
        public static partial void Recovered(ILogger logger, string influxdb, string database);

        [LoggerMessage(Level = LogLevel.Information, Message = "points that waited are written to InfluxDB influxdb={Influxdb} database={Database} bytes={Bytes}")]
        public static partial void GoesOn(ILogger logger, string influxdb, string database, long bytes);
    }
}
