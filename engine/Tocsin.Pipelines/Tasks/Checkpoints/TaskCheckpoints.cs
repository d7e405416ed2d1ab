using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Pipelines.Journals;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Tasks.Loops;

namespace Tocsin.Pipelines.Tasks.Checkpoints;

/// <summary>
/// Writes down now and then what the nodes of a task know, and takes it up at the start. It is one moment of the task: an item in the queue of its
/// first loop, which hands it on to the others between the points that it hands them. Mostly what changed since the last time is written, after what
/// was written before; all of it once the changes have become as long.
/// </summary>
internal sealed class TaskCheckpoints
{
    private const long ShortState = 64 * 1024;
    private const int MostChanges = 50;

    /// <summary>The store has others to serve: so many parts of a mebibyte are one commit.</summary>
    private const int PartsAtOnce = 4;

    /// <summary>The task stands still while its state is written down: it does so for one in so many parts of its time.</summary>
    private const int LeastShare = 20;

    /// <summary>A task that nothing reaches writes down so often that there is nothing new: its next start need not read the journal from further back.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan WaitAfterRefusal = TimeSpan.FromMinutes(10);

    private readonly string _task;
    private readonly Pipeline _first;
    private readonly TaskLanes _lanes;
    private readonly Action<Action> _post;
    private readonly TaskServices _services;
    private readonly ITaskRecords _store;
    private readonly StateOptions _options;
    private readonly ILogger _logger;
    private ITimer? _timer;
    private int _isPosted;
    private Task _underWay = Task.CompletedTask;
    private long _lastBegin;
    private TimeSpan _wait;
    private long _number;
    private long _firstNumber;
    private long _wholeBytes;
    private long _changeBytes;
    private bool _needsWhole = true;
    private byte[]? _idle;
    private long _position = -1;
    private long _handed;
    private DateTimeOffset _written;
    private volatile CheckpointStatus _status = new(null, 0, TimeSpan.Zero, "");

    private TaskCheckpoints(string task, Pipeline first, TaskLanes lanes, ITaskRecords store, Action<Action> post)
    {
        (_task, _first, _lanes, _post, _services, _store) = (task, first, lanes, post, first.Services, store);
        _options = _services.State.Current;
        _logger = _services.LoggerFactory.CreateLogger("tocsin.task");
    }

    /// <summary>How much is written down. For any thread.</summary>
    public CheckpointStatus Status => _status;

    /// <summary>The position in the journal that the state stands for which was written down last; -1 when it stands for none of this journal.</summary>
    public long Position => Volatile.Read(ref _position);

    /// <summary>When the state was written down that was taken up.</summary>
    public DateTimeOffset LoadedAt { get; private set; }

    /// <summary>What was taken up; null when nothing was there.</summary>
    public LoadedState? Loaded { get; private set; }

    /// <param name="post">Queues an action for the thread of the first loop.</param>
    /// <returns>Null where nothing is written down.</returns>
    public static TaskCheckpoints? Of(string task, Pipeline first, TaskLanes lanes, Action<Action> post) =>
        first.Services is { KeepsState: true, Store: { } store } && first.State.Nodes.Nodes.Count > 0 ? new TaskCheckpoints(task, first, lanes, store, post) : null;

    /// <summary>Takes up what was written down. The nodes were started, and the loops not yet.</summary>
    public void Load()
    {
        if (_store.ReadTaskState(_task) is not { } row)
            return;
        (_number, _firstNumber) = (row.Number, row.Number);
        LoadedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.Taken);
        if (_first.Journal is { } journal && row.Journal == journal.Id)
        {
            Need(journal, row.Position);
            _first.Position = row.Position;
        }

        Loaded = _first.State.Load(_store.ReadTaskStateParts(_task, row));
        CheckpointLog.Loaded(_logger, _task, DateTimeOffset.FromUnixTimeMilliseconds(row.Taken), string.Join(' ', Loaded.Kept), string.Join(' ', Loaded.StartedOver));
        if (Loaded.Problems is [var problem, ..])
            CheckpointLog.Damaged(_logger, _task, problem, Loaded.Problems.Count - 1);
    }

    /// <summary>Begins to write down what changes.</summary>
    public void Start()
    {
        _lastBegin = _services.Time.GetTimestamp();
        _timer = _services.Time.CreateTimer(_ => Post(), null, _options.Every, _options.Every);

        // What is written from now on can be given to it once more only if it is known where it began.
        if (_first.Journal is not null && _position < 0)
            Post();
    }

    /// <summary>Writes down as soon as it can what has changed.</summary>
    public void TakeSoon() => Post();

    /// <summary>Writes nothing down any more.</summary>
    public void Stop() => _timer?.Dispose();

    /// <summary>Who takes its place says what it needs.</summary>
    public void NeedNothing() => _first.Journal?.Retention.NeedNothing(this);

    /// <summary>Writes down how the task ended: its loops have, and its nodes have stopped.</summary>
    /// <param name="before">The task has not processed what stands behind this position in the journal, and leaves it.</param>
    public async Task EndAsync(long before)
    {
        Stop();
        await _underWay.ConfigureAwait(false);
        var isWhole = IsWholeDue;
        var position = PositionAfter(Math.Min(_first.Journal?.Handed ?? 0, before));
        await KeepAsync([.. new[] { _first }.Concat(_lanes.All.Select(lane => lane.Pipeline)).Select(pipeline => Task.FromResult(Taken.Of(pipeline, isWhole, _options.LimitBytes, _services.Time)))], isWhole, position)
            .ConfigureAwait(false);
        NeedNothing();
    }

    /// <summary>Forgets all of it, so that the task starts over when it starts again.</summary>
    public async Task ForgetAsync()
    {
        Stop();
        await _underWay.ConfigureAwait(false);
        NeedNothing();
        try
        {
            await _store.CommitAsync(writer => writer.ForgetTaskState(_task)).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            // Whatever the store has to say: the task stops all the same.
            CheckpointLog.NotKept(_logger, _task, problem.Message);
        }
    }

    // The changes have become as long as what they change, or nothing is there to be changed.
    private bool IsWholeDue => _needsWhole || _changeBytes > Math.Max(ShortState, _wholeBytes) || _number - _firstNumber >= MostChanges;

    private void Post()
    {
        if (Interlocked.Exchange(ref _isPosted, 1) != 0)
            return;

        // All of this stands in the queue before the item.
        Volatile.Write(ref _handed, _first.Journal?.Handed ?? 0);
        _post(Take);
    }

    // On the thread of the first loop.
    private void Take()
    {
        Volatile.Write(ref _isPosted, 0);
        if (!_underWay.IsCompleted || _first.CatchingUp is not null || _services.Time.GetElapsedTime(_lastBegin) < _wait)
            return;
        _lastBegin = _services.Time.GetTimestamp();
        var isWhole = IsWholeDue;
        var position = PositionAfter(Volatile.Read(ref _handed));

        // The others are asked before this one begins, and before they are handed anything that comes after.
        var others = _lanes.All.Select(lane => TakeAsync(lane, isWhole, position)).ToList();
        _underWay = KeepAsync([Task.FromResult(Taken.Of(_first, isWhole, _options.LimitBytes, _services.Time)), .. others], isWhole, position);
    }

    // All up to it has passed, and what moves on from here on comes after it.
    private long PositionAfter(long handed)
    {
        if (_first.Journal is not null)
            _first.Position = Math.Max(_first.Position, handed);
        return _first.Position;
    }

    private async Task<Taken> TakeAsync(TaskLane lane, bool isWhole, long position)
    {
        var taken = Taken.Nothing("the task has ended");
        await lane.RunAsync(() =>
        {
            lane.Pipeline.Position = Math.Max(lane.Pipeline.Position, position);
            taken = Taken.Of(lane.Pipeline, isWhole, _options.LimitBytes, _services.Time);
        }).ConfigureAwait(false);
        return taken;
    }

    private async Task KeepAsync(IReadOnlyList<Task<Taken>> takings, bool isWhole, long position)
    {
        var now = _services.Time.GetUtcNow();

        // The thread of the loop has its own work to do.
        await Task.Yield();
        try
        {
            var taken = await Task.WhenAll(takings).ConfigureAwait(false);
            var paused = taken.Max(part => part.Paused);
            _wait = paused * LeastShare;
            List<byte[]> parts = [.. taken.SelectMany(part => part.Parts)];
            var bytes = parts.Sum(part => (long)part.Length);
            if (taken.Select(part => part.Problem).FirstOrDefault(problem => problem.Length > 0) is { } problem)
                throw new InvalidOperationException(problem);
            if (bytes > _options.LimitBytes)
                throw new InvalidOperationException($"it has {bytes} bytes, and state.limit-bytes lets it have {_options.LimitBytes}");
            if (!isWhole && parts is [var only] && taken.All(part => part.IsIdle) && _idle is not null && only.AsSpan().SequenceEqual(_idle) && !IsPositionDue(position, now))
            {
                _status = _status with { Taken = now, Paused = paused, Problem = "" };
                return;
            }

            await WriteAsync(parts, isWhole, now, position).ConfigureAwait(false);
            _idle = parts is [var part] && taken.All(part => part.IsIdle) ? part : null;
            (_wholeBytes, _changeBytes) = isWhole ? (bytes, 0) : (_wholeBytes, _changeBytes + bytes);
            _needsWhole = false;
            _status = new CheckpointStatus(now, _wholeBytes + _changeBytes, paused, "");
        }
        catch (Exception problem)
        {
            // What was taken counts as written by the nodes: whatever the store refused it with, the next one has to be all of it.
            _needsWhole = true;
            if (problem is InvalidOperationException and not ObjectDisposedException)
                _wait = WaitAfterRefusal;
            if (_status.Problem.Length == 0)
                CheckpointLog.NotKept(_logger, _task, problem.Message);
            _status = _status with { Problem = problem.Message };
        }
    }

    // A task that nothing reaches would keep the journal, and have its next start read it.
    private bool IsPositionDue(long position, DateTimeOffset now) => _first.Journal is { } journal && position > _position && (journal.IsFar(_position) || now - _written >= LongestIdle);

    private void Need(Journal journal, long position)
    {
        Volatile.Write(ref _position, position);
        journal.Retention.Need(this, position);
    }

    private async Task WriteAsync(List<byte[]> parts, bool isWhole, DateTimeOffset now, long position)
    {
        var number = _number + 1;
        var row = new TaskStateRow(number, isWhole ? number : _firstNumber, now.ToUnixTimeMilliseconds(), _first.Journal?.Id ?? 0, position);
        for (var i = 0; i < parts.Count; i += PartsAtOnce)
        {
            var (first, some) = (i, parts.GetRange(i, Math.Min(PartsAtOnce, parts.Count - i)));
            await _store.CommitAsync(writer =>
            {
                writer.AddTaskState(_task, number, first, some);
                if (first + some.Count == parts.Count)
                    writer.CompleteTaskState(_task, row);
            }).ConfigureAwait(false);
        }

        (_number, _firstNumber, _written) = (number, row.First, now);
        if (_first.Journal is { } journal)
            Need(journal, position);
    }

    /// <summary>What a loop wrote down.</summary>
    private sealed record Taken(IReadOnlyList<byte[]> Parts, bool IsIdle, TimeSpan Paused, string Problem)
    {
        public static Taken Nothing(string problem) => new([], false, TimeSpan.Zero, problem);

        public static Taken Of(Pipeline pipeline, bool isWhole, long limit, TimeProvider time)
        {
            var begin = time.GetTimestamp();
            try
            {
                var parts = pipeline.State.Save(isWhole, limit, out var groups);
                return new Taken(parts, groups == 0, time.GetElapsedTime(begin), "");
            }
            catch (Exception problem) when (problem is not TaskAbandonedException)
            {
                return Nothing(problem.Message) with { Paused = time.GetElapsedTime(begin) };
            }
        }
    }
}
