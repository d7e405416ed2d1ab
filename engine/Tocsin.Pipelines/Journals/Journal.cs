using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Time;

namespace Tocsin.Pipelines.Journals;

/// <summary>
/// What was written, in the order in which tasks see it, on disk before it is acknowledged. Writers that come together are written together, by one of
/// them; each entry has a position, and is handed to the tasks in the order of positions. Safe for any number of threads.
/// </summary>
public sealed class Journal : IDisposable
{
    private const long MostFileBytes = 64L << 20;
    private const int FilesOfSize = 8;
    private const int RoundsOfOneWriter = 16;
    private const int MostTickBytes = 64 * 1024;
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly JournalFolder _folder;
    private readonly JournalRetention _retention;
    private readonly JournalPositions _positions;
    private readonly JournalOptions _options;
    private readonly long _most;
    private readonly bool _syncs;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private readonly ITimer _timer;
    private List<PendingAppend> _waiting = [];
    private List<PendingAppend> _underWay = [];
    private List<byte[]> _ticks = [];
    private int _tickBytes;
    private bool _isWriting;
    private bool _isClosed;
    private JournalFile _file;
    private bool _beginsFile;
    private volatile bool _fails;
    private volatile string? _problem;
    private long _failedAt;
    private bool _isTold;

    private Journal(JournalFolder folder, JournalTail tail, JournalOptions options, long most, bool syncs, TimeProvider time, ILogger log)
    {
        (_folder, _options, _most, _syncs, _time, _log) = (folder, options, most, syncs, time, log);
        _positions = new JournalPositions(tail.Last);
        _retention = new JournalRetention(folder, options.Keep, most, time, log);
        (Id, EndedAt) = (tail.Journal, tail.At);
        _file = tail.File ?? folder.Begin(HeaderOf(tail.Last + 1));
        JournalLog.Opened(log, tail.Last, _file.Path);
        _timer = time.CreateTimer(_ => Look(), null, Round, Round);
    }

    /// <summary>Which journal it is: positions of another mean nothing here.</summary>
    internal long Id { get; }

    /// <summary>When the last entry was written that was there at the start, in nanoseconds since 1970.</summary>
    internal long EndedAt { get; }

    /// <summary>The position of the last entry.</summary>
    internal long Last => _positions.Last;

    /// <summary>All entries up to this one were handed to those that want them.</summary>
    internal long Handed => _positions.Handed;

    /// <summary>True once what is in it was given to the tasks that were behind: from then on writes are taken.</summary>
    internal bool HasBegun => _begun.Task.IsCompleted;

    /// <summary>Why what came last could not be kept, or some of what came lately: on a full disk what is small still may. Null when all could.</summary>
    public string? Failure => _problem is { } problem && (_fails || HasFailedWithin(Lately)) ? problem : null;

    /// <summary>True when something could not be kept a moment ago, and what comes now hardly can be.</summary>
    internal bool MayRefuse => _fails && HasFailedWithin(Moment);

    /// <summary>How large all of it is.</summary>
    public long Bytes => _folder.Files.Sum(file => file.Bytes);

    /// <summary>The end of what tasks need no more is removed.</summary>
    internal JournalRetention Retention => _retention;

    /// <summary>Opens the journal of a folder, or begins one. What was being written when its process ended is cut off.</summary>
    /// <param name="syncs">True to wait for the disk.</param>
    /// <exception cref="StoreException">It cannot be used, or another process has it.</exception>
    public static Journal Open(string folder, JournalOptions options, bool syncs, TimeProvider time, ILogger log)
    {
        var files = JournalFolder.Take(folder, log);
        try
        {
            return new Journal(files, JournalTail.Find(files, log), options, options.SizeIn(folder), syncs, time, log);
        }
        catch (Exception problem)
        {
            files.Dispose();
            if (problem is IOException or UnauthorizedAccessException)
                throw new StoreException($"The journal in {folder} cannot be used: {problem.Message} Make room, let the user {Environment.UserName} write to it, or set journal.enabled: false.", problem);
            throw;
        }
    }

    /// <summary>Lets writes in. Those of before wait for this.</summary>
    /// <param name="known">The highest position that anything stands for: one that the disk has lost is not given again.</param>
    internal void Begin(long known)
    {
        if (known > _positions.Last)
        {
            _positions.SkipTo(known);
            _beginsFile = true;
        }

        _begun.TrySetResult();
    }

    /// <summary>Appends an entry and hands its points over. Ends when they were taken.</summary>
    /// <param name="handOver">Called with the position, one entry after the other; 0 where the entry could not be kept and is taken all the same.</param>
    /// <exception cref="StoreException">It cannot be kept: nothing was handed over.</exception>
    internal async ValueTask AppendAsync(JournalEntry entry, Func<long, ValueTask> handOver)
    {
        await _begun.Task.ConfigureAwait(false);
        var pending = new PendingAppend(entry, handOver);
        Enqueue(pending);
        await pending.Written.ConfigureAwait(false);
        try
        {
            await pending.Handing.ConfigureAwait(false);
        }
        finally
        {
            _positions.Close(pending.Position);
        }
    }

    /// <summary>Notes that a node moved the time of a group on. It is written with the next entry, or by <see cref="FlushTicks"/>.</summary>
    internal void Note(JournalTick tick)
    {
        var bytes = JournalFormat.Write(tick);
        lock (_gate)
        {
            if (_isClosed)
                return;
            _ticks.Add(bytes);
            if ((_tickBytes += bytes.Length) < MostTickBytes || _isWriting)
                return;
            _isWriting = true;
        }

        Drain();
    }

    /// <summary>Writes the ticks that were noted: what follows from them is about to be committed.</summary>
    /// <exception cref="StoreException">They cannot be kept.</exception>
    internal void FlushTicks()
    {
        lock (_gate)
        {
            if (_ticks.Count == 0 && !_isWriting)
                return;
        }

        var pending = new PendingAppend(new JournalEntry("", "", default, 0, []), static _ => ValueTask.CompletedTask);
        Enqueue(pending);
        pending.Written.GetAwaiter().GetResult();
    }

    /// <summary>True when all entries from a position on are there.</summary>
    internal bool Has(long position) => position > Last || (_folder.Files is [var oldest, ..] && oldest.First <= position);

    /// <summary>True when a position stands in another file than that which is written to: a start would have much to read.</summary>
    internal bool IsFar(long position) => _folder.Files is [.., var newest] && position + 1 < newest.First;

    /// <summary>The records after a position, up to what is there now, or to the first that is missing.</summary>
    /// <param name="passesGaps">True to go on behind what is missing.</param>
    internal IEnumerable<JournalRecord> Read(long after, bool passesGaps = false)
    {
        var files = _folder.Files;
        var last = after;
        for (var i = 0; i < files.Count; i++)
        {
            if (i + 1 < files.Count && files[i + 1].First <= after + 1)
                continue;
            if (files[i].First > last + 1 && !passesGaps)
            {
                JournalLog.Gap(_log, last, files[i].First);
                yield break;
            }

            using var reader = Open(files[i]);
            while (reader?.TryRead(out var record) == true)
            {
                last = Math.Max(last, record.Position);
                if (record.Position > after || record.Tick is not null)
                    yield return record;
            }

            if (reader?.Problem is { } problem && i + 1 < files.Count)
                JournalLog.Damaged(_log, files[i].Path, problem);
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            if (_isClosed)
                return;
            _isClosed = true;
        }

        _begun.TrySetResult();
        SpinWait.SpinUntil(() =>
        {
            lock (_gate)
                return !_isWriting;
        });
        if (_ticks.Count > 0)
            Write([], _ticks);
        _file.Dispose();
        _folder.Dispose();
    }

    private JournalReader? Open(JournalFolder.Segment file)
    {
        try
        {
            return JournalReader.Open(file.Path);
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            JournalLog.Damaged(_log, file.Path, problem.Message);
            return null;
        }
    }

    private bool HasFailedWithin(TimeSpan time) => _time.GetElapsedTime(Volatile.Read(ref _failedAt)) < time;

    private JournalHeader HeaderOf(long first) => new(Id, first, Instant.From(_time.GetUtcNow()).UnixNanoseconds);

    private void Enqueue(PendingAppend pending)
    {
        lock (_gate)
        {
            if (_isClosed)
                throw new StoreException("The server stops: nothing more is written.");
            _waiting.Add(pending);
            if (_isWriting)
                return;
            _isWriting = true;
        }

        Drain();
    }

    // By one thread at a time: it writes for all that wait.
    private void Drain()
    {
        for (var round = 0; ; round++)
        {
            List<byte[]> ticks;
            lock (_gate)
            {
                if (_waiting.Count == 0 && _tickBytes < MostTickBytes)
                {
                    _isWriting = false;
                    return;
                }

                // Who writes for others for too long is itself not answered.
                if (round == RoundsOfOneWriter)
                {
                    ThreadPool.UnsafeQueueUserWorkItem(static journal => journal.Drain(), this, preferLocal: false);
                    return;
                }

                (_waiting, _underWay) = (_underWay, _waiting);
                (ticks, _ticks, _tickBytes) = (_ticks, [], 0);
            }

            Write(_underWay, ticks);
            _underWay.Clear();
        }
    }

    private void Write(List<PendingAppend> pending, List<byte[]> ticks)
    {
        if (TryWrite(pending, ticks, out var problem) || (_retention.MakeRoom() && TryWrite(pending, ticks, out problem)))
        {
            _fails = false;
            if (_isTold && !HasFailedWithin(Lately))
            {
                JournalLog.KeepsAgain(_log);
                _isTold = false;
            }

            foreach (var append in pending)
                append.HandOver();
            return;
        }

        var goesOn = _options.WhenFull == JournalFull.GoOn;
        if (!_isTold)
            JournalLog.Full(_log, goesOn ? "it is taken all the same, and tasks would go on from before it" : "it is refused", problem.Message);
        Volatile.Write(ref _failedAt, _time.GetTimestamp());
        (_problem, _fails, _isTold) = (problem.Message, true, true);
        if (goesOn)
        {
            // A position that is nobody's tells those who read it that something is missing.
            _positions.SkipTo(_positions.Last + 1);
            _beginsFile = true;
        }

        foreach (var append in pending)
        {
            if (goesOn)
                append.HandOver();
            else
                append.Fail(new StoreException($"The journal cannot keep what is written: {problem.Message} Make room on its disk, or set journal.when-full: go-on.", problem));
        }
    }

    private bool TryWrite(List<PendingAppend> pending, List<byte[]> ticks, out Exception problem)
    {
        problem = null!; // Of no use where there is none.
        try
        {
            var last = _positions.Last;
            if (_beginsFile || _file.Length > Math.Min(MostFileBytes, _most / FilesOfSize))
                BeginFile(last);
            _chunks.Clear();
            foreach (var tick in ticks)
                _chunks.Add(tick);
            var first = last;
            foreach (var append in pending)
                Add(append, ref last);
            if (_chunks.Count > 0)
                _file.Append(_chunks, _syncs);
            _positions.Open(pending, first, last);
            return true;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            problem = failed;
            return false;
        }
        finally
        {
            _chunks.Clear();
        }
    }

    // Each takes a head of its own: what it says is known here only.
    private void Add(PendingAppend append, ref long last)
    {
        if (append.Entry.Texts.Count == 0)
            return;
        var head = new byte[JournalFormat.LengthBefore(append.Entry)];
        JournalFormat.Write(append.Entry, ++last, head);
        _chunks.Add(head);
        foreach (var text in append.Entry.Texts)
            _chunks.Add(text);
    }

    private void BeginFile(long last)
    {
        var before = _file;
        _file = _folder.Begin(HeaderOf(last + 1));
        before.Dispose();
        _beginsFile = false;
        _retention.Look();
    }

    private void Look()
    {
        try
        {
            FlushTicks();
        }
        catch (StoreException)
        {
            // Said by those that write.
        }

        _retention.Look();
    }
}
