using Tocsin.Dsl.Time;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks.Schedules;

/// <summary>
/// Makes the queries of one node when their time comes, one after the other: the next one begins when the batches of the one before have
/// passed the pipeline. Of ticks that have passed meanwhile the last is made up for, the others are left out and counted.
/// </summary>
internal sealed class QuerySchedule
{
    // The clock may be set meanwhile: it is looked at so often.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private const int MostLeftOut = 10_000;

    // Ticks that a query may outlast before somebody should look, and the time below which nobody needs to.
    private const int PatientTicks = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly IBatchSource _source;
    private readonly TimeProvider _time;
    private readonly Action<Action> _post;
    private readonly ExecutionClock _clock;
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;
    private long _waitsFor = long.MinValue;

    // The query that is being made: when that began and when it is late, or null.
    private volatile Asked? _asked;

    /// <param name="source">Whose queries.</param>
    /// <param name="time">The clock.</param>
    /// <param name="post">Runs something on the pipeline's thread.</param>
    /// <param name="clock">Measures the pipeline.</param>
    public QuerySchedule(IBatchSource source, TimeProvider time, Action<Action> post, ExecutionClock clock)
    {
        _source = source;
        _time = time;
        _post = post;
        _clock = clock;
    }

    private long Now => Instant.From(_time.GetUtcNow()).UnixNanoseconds;

    /// <summary>True when a query is due or under way.</summary>
    public bool IsDue => !_run.IsCompleted && Interlocked.Read(ref _waitsFor) <= Now;

    /// <summary>The query that is not answered yet; null when there is none.</summary>
    public QueryUnderWay? UnderWay =>
        _asked is { } asked ? new QueryUnderWay(asked.Since, Now >= asked.LateAt && _time.GetUtcNow() - asked.Since >= Patience) : null;

    public void Start()
    {
        var tick = _source.Ticks.First(Now);
        _run = Task.Run(() => RunAsync(tick));
    }

    /// <summary>Breaks off what is under way; what was brought and not yet passed on is dropped.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _run.ConfigureAwait(false);
    }

    private async Task RunAsync(long? first)
    {
        try
        {
            for (var tick = first; tick is { } due;)
            {
                due = await WaitAsync(due).ConfigureAwait(false);
                Interlocked.Exchange(ref _waitsFor, long.MinValue);
                await AskAsync(due).ConfigureAwait(false);
                tick = await FollowAsync(due).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The task is stopped.
        }
    }

    /// <summary>Waits for a tick; it may come earlier when the clock is set back.</summary>
    private async Task<long> WaitAsync(long tick)
    {
        for (var now = Now; now < tick; now = Now)
        {
            var rest = new Duration(tick - now).ToTimeSpan() + TimeSpan.FromTicks(1);
            var pause = Task.Delay(rest < LongestWait ? rest : LongestWait, _time, _stop.Token);
            Interlocked.Exchange(ref _waitsFor, tick); // Not before: who moves the clock must find the timer.
            await pause.ConfigureAwait(false);
            if (_source.Ticks.First(Now) is { } earlier && earlier < tick)
                tick = earlier;
        }

        return tick;
    }

    private async Task AskAsync(long tick)
    {
        try
        {
            _asked = new Asked(_time.GetUtcNow(), LateAt(tick));
            using var answer = await _source.AskAsync(tick, isLive: true, _stop.Token).ConfigureAwait(false);
            _asked = null;
            await PassAsync(() => _source.Deliver(answer.Batches, _clock)).ConfigureAwait(false);
        }
        catch (Exception problem) when (!_stop.IsCancellationRequested)
        {
            _asked = null;
            await PassAsync(() => _source.Miss("the query failed and is made again at its next time", problem.Message)).ConfigureAwait(false);
        }
    }

    private long LateAt(long tick)
    {
        for (var i = 0; i < PatientTicks; i++)
        {
            if (_source.Ticks.Next(tick) is not { } next)
                return long.MaxValue;
            tick = next;
        }

        return tick;
    }

    /// <summary>The tick after one: the last that has come meanwhile, else the next one to come.</summary>
    private async Task<long?> FollowAsync(long tick)
    {
        var now = Now;
        var leftOut = 0;
        var next = _source.Ticks.Next(tick);
        while (next is { } due && _source.Ticks.Next(due) is { } after && after <= now && leftOut < MostLeftOut)
        {
            next = after;
            if (++leftOut == MostLeftOut)
                next = _source.Ticks.First(now); // The clock was set far ahead.
        }

        if (leftOut > 0)
            await PassAsync(() => _source.Miss("queries are skipped, as one took longer than the time to the next", $"{leftOut} left out")).ConfigureAwait(false);
        return next;
    }

    private async Task PassAsync(Action action)
    {
        var passed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _post(() =>
        {
            try
            {
                action();
            }
            finally
            {
                passed.TrySetResult();
            }
        });
        await passed.Task.WaitAsync(_stop.Token).ConfigureAwait(false);
    }

    private sealed record Asked(DateTimeOffset Since, long LateAt);
}
