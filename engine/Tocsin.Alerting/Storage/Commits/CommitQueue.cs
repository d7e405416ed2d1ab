using System.Diagnostics;
using Tocsin.Alerting.Storage.Records;

namespace Tocsin.Alerting.Storage.Commits;

/// <summary>
/// Group commit: changes wait in a queue, one thread takes all that wait and hands them to <paramref name="commit"/> as one batch. The
/// longer a commit takes, the more the next one carries.
/// </summary>
/// <param name="commit">Commits a batch; must not throw. Returns why it was given up, or a part of it was refused; null when it was not.</param>
/// <param name="firstNumber">The first number of deliveries to be given out.</param>
internal sealed class CommitQueue(Func<List<StateChange>, Exception?> commit, long firstNumber)
{
    /// <summary>How long a change that is not urgent waits for company.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private List<StateChange> _waiting = [];
    private List<StateChange> _writing = [];
    private TaskCompletionSource? _waitingDone;
    private TaskCompletionSource? _writingDone;
    private bool _isUrgent;
    private bool _isWritingUrgent;
    private bool _isClosed;
    private Exception? _lost;
    private StoreException? _held;
    private long _nextNumber = firstNumber;
    private Thread? _thread;
    private long _commits;
    private long _changes;
    private long _ticks;

    /// <summary>What was committed so far.</summary>
    public CommitCounts Counts
    {
        get
        {
            lock (_gate)
                return new CommitCounts(_commits, _changes, new TimeSpan(_ticks), _waiting.Count);
        }
    }

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "state commits" };
        _thread.Start();
    }

    public void Enqueue(StateChange change)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                _lost ??= Closed();
                throw new ObjectDisposedException(nameof(IStateStore));
            }

            change.FirstNumber = _nextNumber;
            _nextNumber += change.Numbers;
            _waiting.Add(change);
            if (change.IsUrgent && !_isUrgent)
            {
                _isUrgent = true;
                Monitor.Pulse(_gate);
            }
            else if (_waiting.Count == 1)
            {
                Monitor.Pulse(_gate);
            }
        }
    }

    public ValueTask WhenCommitted()
    {
        lock (_gate)
        {
            // Whoever asks too late cannot be told what became of its own changes: better sent again than thought to be safe.
            if (_lost is not null)
                return ValueTask.FromException(_lost);
            if (_held is not null && (_isUrgent || _isWritingUrgent))
                return ValueTask.FromException(_held);
            if (_isUrgent)
                return new ValueTask((_waitingDone ??= NewSource()).Task);
            return _isWritingUrgent ? new ValueTask((_writingDone ??= NewSource()).Task) : default;
        }
    }

    /// <summary>
    /// Called while a batch is committed that cannot be written for now: it is tried again, and those who wait for it, now or later, are told
    /// why. They need not know when it passes: what they stand for may be sent again.
    /// </summary>
    public void Hold(StoreException why)
    {
        TaskCompletionSource? writing, waiting;
        lock (_gate)
        {
            _held = why;
            (writing, waiting) = (_writingDone, _waitingDone);
            (_writingDone, _waitingDone) = (null, null);
        }

        writing?.TrySetException(why);
        waiting?.TrySetException(why);
    }

    /// <summary>What was held up is written; called before anybody is told.</summary>
    public void Resume()
    {
        lock (_gate)
            _held = null;
    }

    /// <summary>Takes no more changes, commits those that wait and ends the thread.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread?.Join();
        lock (_gate)
            _lost ??= Closed();
    }

    private static StoreException Closed() => new("The server is stopping and takes nothing more. Send it again.");

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Run()
    {
        while (TakeBatch())
        {
            var begun = Stopwatch.GetTimestamp();
            var problem = commit(_writing);
            TaskCompletionSource? done;
            lock (_gate)
            {
                (_commits, _changes, _ticks) = (_commits + 1, _changes + _writing.Count, _ticks + Stopwatch.GetElapsedTime(begun).Ticks);
                _lost ??= problem as StoreException; // Of what is refused, only those who wait for it are told.
                done = _writingDone;
                _writingDone = null;
                _isWritingUrgent = false;
                _writing.Clear();
            }

            if (problem is null)
                done?.TrySetResult();
            else
                done?.TrySetException(problem); // Whoever waits must not acknowledge what it stands for.
        }
    }

    private bool TakeBatch()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosed)
                Monitor.Wait(_gate);
            if (!_isUrgent && !_isClosed)
                Monitor.Wait(_gate, Patience);
            if (_waiting.Count == 0)
            {
                _waitingDone?.TrySetCanceled();
                return false;
            }

            (_writing, _waiting) = (_waiting, _writing);
            (_writingDone, _waitingDone) = (_waitingDone, null);
            (_isWritingUrgent, _isUrgent) = (_isUrgent, false);
            return true;
        }
    }
}
