using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Tocsin.Influx.Connections;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>
/// Writes points to one InfluxDB, one write after the other. What it cannot take now is kept on disk and written later in the same order; what
/// it refuses is not sent again. Safe for any number of threads.
/// </summary>
public sealed partial class InfluxOutput
{
    private const long MostBytesInMemory = 16 * 1024 * 1024;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongWrite = TimeSpan.FromSeconds(5);

    private readonly OutputSender _sender;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly WriteSpool _spool;
    private readonly Lock _gate = new();
    private readonly Queue<PendingWrite> _memory = new();
    private readonly Dictionary<string, OutputListener> _listeners = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();
    private readonly Task _running;
    private CancellationTokenSource _pause = new();
    private long _bytesInMemory;
    private long? _writingSince;
    private InfluxOutputStatus _status;

    internal InfluxOutput(string name, InfluxClusters clusters, WriteSpool spool, TimeProvider time, ILogger log)
    {
        (Name, _sender, _spool, _time, _log) = (name, new OutputSender(name, clusters, log), spool, time, log);
        _status = new InfluxOutputStatus { Name = name };
        if (!spool.IsEmpty)
            Log.GoesOn(log, name, spool.Bytes);
        _running = Task.Run(RunAsync);
    }

    /// <summary>The name of the InfluxDB in the configuration.</summary>
    public string Name { get; }

    public InfluxOutputStatus Status
    {
        get
        {
            lock (_gate)
                return _status with { Waiting = _bytesInMemory + _spool.Bytes };
        }
    }

    /// <summary>False while writes fail, or one takes long: nobody should wait for them.</summary>
    public bool Answers
    {
        get
        {
            lock (_gate)
                return _status.FailingSince is null && (_writingSince is not { } since || _time.GetElapsedTime(since) < LongWrite);
        }
    }

    /// <summary>Takes points to write; never waits for InfluxDB.</summary>
    /// <param name="write">The points.</param>
    /// <param name="listener">Is told what becomes of them.</param>
    /// <returns>Ends when they are written, refused or kept on disk.</returns>
    public Task AddAsync(OutputWrite write, OutputListener listener)
    {
        var waiting = new PendingWrite(write, listener);
        lock (_gate)
        {
            _listeners[write.Source] = listener;
            if (_spool.IsEmpty && _bytesInMemory + write.Bytes <= MostBytesInMemory && !_stopping.IsCancellationRequested)
            {
                _memory.Enqueue(waiting);
                _bytesInMemory += write.Bytes;
            }
            else
            {
                Keep([waiting], isFirst: false, _status.LastError);
            }
        }

        Wake();
        return waiting.Done;
    }

    /// <summary>Forgets who is told of what a node wrote.</summary>
    public void Leave(string source, OutputListener listener)
    {
        lock (_gate)
        {
            if (_listeners.TryGetValue(source, out var known) && known == listener)
                _listeners.Remove(source);
        }
    }

    /// <summary>Tries again at once: another address or another password may be configured.</summary>
    internal void TryNow()
    {
        _sender.Forget();
        lock (_gate)
            _pause.Cancel();
    }

    /// <summary>Sets how many bytes may wait on disk.</summary>
    internal void Limit(long bytes)
    {
        lock (_gate)
            OnDisk("points that wait cannot be taken away", () => Dropped(_spool.Limit(bytes)));
    }

    /// <summary>Writes what is in memory, or keeps it on disk when that takes too long.</summary>
    internal async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        TryNow();
        Wake();
        _aborting.CancelAfter(patience);
        await _running.ConfigureAwait(false);
        _spool.Dispose();
    }

    private void Wake()
    {
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody did.
        }
    }

    private async Task RunAsync()
    {
        var pause = FirstPause;
        while (true)
        {
            if (TryNext(out var next, out var isKept, out var isReadable))
            {
                var problem = await _sender.SendAsync(next.Write, _aborting.Token).ConfigureAwait(false);
                if (Settle(next, isKept, problem))
                {
                    pause = FirstPause;
                    continue;
                }
            }
            else if (_stopping.IsCancellationRequested)
            {
                return;
            }
            else if (isReadable)
            {
                await _signal.WaitAsync().ConfigureAwait(false);
                continue;
            }

            if (_stopping.IsCancellationRequested)
                continue;
            await PauseAsync(pause).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    // What is on disk came after what is in memory: memory is filled while there is nothing on disk only.
    private bool TryNext([NotNullWhen(true)] out PendingWrite? next, out bool isKept, out bool isReadable)
    {
        lock (_gate)
        {
            (isKept, isReadable) = (false, true);
            if (_memory.TryPeek(out next))
            {
                _writingSince = _time.GetTimestamp();
                return true;
            }

            // At the end of the server what is on disk stays there.
            OutputWrite? write = null;
            isReadable = _stopping.IsCancellationRequested || OnDisk("points that were kept cannot be read", () => write = Peek());
            if (!isReadable)
                _status = _status with { FailingSince = _status.FailingSince ?? _time.GetUtcNow() };
            if (write is null)
                return false;
            _writingSince = _time.GetTimestamp();
            isKept = true;
            next = new PendingWrite(write, _listeners.GetValueOrDefault(write.Source));
            return true;
        }
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

    /// <summary>False when InfluxDB takes nothing now.</summary>
    private bool Settle(PendingWrite next, bool isKept, InfluxException? problem)
    {
        lock (_gate)
        {
            _writingSince = null;
            if (problem is not null && (problem.MayPass || problem.Failure == InfluxFailure.Denied))
            {
                _status = _status with { FailingSince = _status.FailingSince ?? _time.GetUtcNow() };
                Note(problem.Message);
                if (isKept)
                    _spool.Return();
                else
                    KeepMemory(problem.Message);
                return false;
            }

            if (isKept)
                OnDisk("that points are written cannot be noted, they may be written again after a restart", _spool.Advance);
            else
                Taken(_memory.Dequeue());
            if (_status.FailingSince is not null)
                Log.Recovered(_log, Name);
            _status = problem is null
                ? _status with { FailingSince = null, Written = _status.Written + next.Write.Points }
                : _status with { FailingSince = null, Refused = _status.Refused + next.Write.Points, LastError = problem.Message };
        }

        next.End(problem is null ? OutputOutcome.Written : OutputOutcome.Lost, problem?.Message ?? "");
        return true;
    }

    private void KeepMemory(string why)
    {
        var all = _memory.ToList();
        _memory.Clear();
        foreach (var waiting in all)
            Taken(waiting);
        Keep(all, isFirst: true, why);
    }

    private void Taken(PendingWrite waiting) => _bytesInMemory -= waiting.Write.Bytes;

    private void Keep(IReadOnlyList<PendingWrite> waiting, bool isFirst, string why)
    {
        try
        {
            var dropped = isFirst ? _spool.Prepend([.. waiting.Select(one => one.Write)]) : waiting.Sum(one => _spool.Append(one.Write));
            Dropped(dropped);
            foreach (var one in waiting)
                one.End(OutputOutcome.Kept, why);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _status = _status with { Dropped = _status.Dropped + waiting.Sum(one => one.Write.Points) };
            Note($"points that wait cannot be kept: {problem.Message}");
            foreach (var one in waiting)
                one.End(OutputOutcome.Lost, $"{why}; and they cannot be kept: {problem.Message}");
        }
    }

    private void Dropped(int points)
    {
        if (points == 0)
            return;
        _status = _status with { Dropped = _status.Dropped + points };
        Note($"there is no room for more points that wait, or their files were removed: the oldest {points} are gone. Raise keep-unwritten-bytes, or bring InfluxDB back");
    }

    private void Note(string why)
    {
        if (_status.LastError != why)
            Log.Fails(_log, Name, why);
        _status = _status with { LastError = why };
    }

    private async Task PauseAsync(TimeSpan pause)
    {
        CancellationToken ended;
        lock (_gate)
        {
            if (_pause.IsCancellationRequested)
            {
                // Somebody asked for another try meanwhile.
                _pause = new CancellationTokenSource();
                return;
            }

            ended = _pause.Token;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, _stopping.Token);
        try
        {
            await Task.Delay(pause, _time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Now, then.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "points cannot be written to InfluxDB and wait influxdb={Influxdb} error={Error}")]
        public static partial void Fails(ILogger logger, string influxdb, string error);

        [LoggerMessage(Level = LogLevel.Information, Message = "InfluxDB takes points again influxdb={Influxdb}")]
        public static partial void Recovered(ILogger logger, string influxdb);

        [LoggerMessage(Level = LogLevel.Information, Message = "points that waited are written to InfluxDB influxdb={Influxdb} bytes={Bytes}")]
        public static partial void GoesOn(ILogger logger, string influxdb, long bytes);
    }
}
