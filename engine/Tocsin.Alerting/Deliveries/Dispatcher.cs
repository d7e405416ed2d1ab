using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Alerting.Storage;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Brings the events owed to one handler to it: in order for one alert id, several ids at once when the handler is slow, again when it
/// fails, until it takes them or they become dead letters. The queue knows what is next, the policy whether it may go. Safe for any thread.
/// </summary>
internal sealed class Dispatcher : IDeliveryQueue, IDisposable
{
    private readonly object _gate = new();
    private readonly TimeProvider _time;
    private readonly SteadyTime _steady;
    private readonly ILogger _log;
    private readonly CrashGuard _guard;
    private readonly AttemptPolicy _policy;
    private readonly OwedQueue _queue;
    private readonly DeliveryTally _tally = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _drained;
    private TaskCompletionSource? _emptied;
    private HandlerInstance? _handler;
    private string _suspension = "";
    private bool _isReading;
    private bool _isStopping;
    private bool _isEnding;

    public Dispatcher(OwedTotal target, IDeliveryRecords store, DeliveryOptions options, TimeProvider time, ILogger log, CrashGuard guard)
    {
        Target = target.Target;
        _time = time;
        _steady = new SteadyTime(time);
        _log = log;
        _guard = guard;
        _policy = new AttemptPolicy(options, _steady);
        _queue = new OwedQueue(target, store, () => _policy.Options.Window, _steady, time, log, _tally);
        _timer = time.CreateTimer(static state => ((Dispatcher)state!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Target { get; }

    /// <summary>Whose deliveries it makes.</summary>
    public HandlerTarget Name
    {
        get => _queue.Name;
        set => _queue.Name = value;
    }

    public bool CanDeliver => Volatile.Read(ref _handler)?.Handler is not (null or RefusingHandler);

    /// <summary>Told of each incident that the handler names when it has delivered an event.</summary>
    public Action<AlertEvent, IncidentReference>? IncidentNamed { get; init; }

    public HandlerCounters Counters
    {
        get
        {
            lock (_gate)
                return _tally.Read() with
                {
                    Target = Name,
                    Running = _policy.Running,
                    IsCircuitOpen = _policy.IsCircuitOpen,
                    Problem = (_handler?.Handler as IHandlerCondition)?.Problem ?? "",
                    Suspension = _suspension,
                    StuckSince = _tally.Owed > 0 && _handler is not null ? _time.GetUtcNow() - _policy.StuckFor : null,
                };
        }
    }

    /// <summary>Attempts that run, and looks into storage; what waits for a time counts when it has come.</summary>
    public int AtWork
    {
        get
        {
            lock (_gate)
                return _policy.Running + (_isReading ? 1 : 0);
        }
    }

    /// <summary>Ends when nothing is owed, or something keeps the handler from being called: a pause, an open circuit, a lost attempt.</summary>
    public Task WhenDrained()
    {
        lock (_gate)
            return IsDrained ? Task.CompletedTask : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    /// <summary>Ends when nothing is owed and nothing runs any more, however long that takes.</summary>
    public Task WhenEmpty()
    {
        lock (_gate)
            return IsEmpty ? Task.CompletedTask : (_emptied ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private bool IsEmpty => _tally.Owed == 0 && _policy.Running == 0;

    private bool IsDrained => _tally.Owed == 0 || _handler is null || _queue.HasPausing || _policy.IsHeldUp;

    /// <summary>From now on, this handler gets what is owed, in its own way. The one before ends what it has begun and is disposed.</summary>
    public void Use(IAlertHandler handler, HandlerDeliveryOptions own)
    {
        lock (_gate)
        {
            _policy.Change(own);
            _isEnding = _policy.IsOrphaned = false;
            _queue.Merge(own.Merge && !_isStopping);
        }

        Renew(handler);
    }

    /// <summary>Goes by other options of the server. A pause that has begun is not changed.</summary>
    public void Change(DeliveryOptions options)
    {
        lock (_gate)
            _policy.Change(options);
        Pump();
    }

    /// <summary>The same with the settings it has; a target that comes to its end still does.</summary>
    public void Renew(IAlertHandler handler)
    {
        lock (_gate)
        {
            Replace(new HandlerInstance(Name, handler, _log));
            _suspension = "";
            _policy.Expect();
        }

        Pump();
    }

    /// <summary>There is no handler for the time being: what is owed stays owed and is not attempted.</summary>
    /// <param name="reason">Why, for people.</param>
    public void Suspend(string reason)
    {
        lock (_gate)
        {
            Replace(null);
            _suspension = reason;
        }

        DeliveryLog.Suspended(_log, Name, reason);
    }

    /// <summary>Attempts nothing until then.</summary>
    public void LeaveAlone(DateTimeOffset until)
    {
        lock (_gate)
            _policy.Rest(until);
        Pump();
    }

    public void Accept(OwedDelivery delivery)
    {
        lock (_gate)
        {
            _policy.Owe(_tally.Owed);
            _queue.Accept(delivery);
        }

        Pump();
    }

    /// <summary>What is in memory of the deliveries of an alert id: attempts and last error, by number.</summary>
    public IReadOnlyDictionary<long, (int Attempts, string LastError)> Describe(string alertId)
    {
        lock (_gate)
            return _queue.Describe(alertId);
    }

    /// <summary>Counts a dead letter of this handler that somebody dropped.</summary>
    public void CountDropped()
    {
        lock (_gate)
            _tally.Dropped++;
    }

    /// <summary>Starts what may be started. Called whenever something changed.</summary>
    public void Pump()
    {
        var mustRead = false;
        lock (_gate)
        {
            if (_isStopping)
                return;

            var now = _steady.GetUtcNow();
            _queue.Wake(now);
            var limit = _policy.Limit(now, _queue.Ready);
            if (_handler is null || _queue.IsUnsettled)
                limit = 0;
            while (_policy.Running < limit && _queue.TryTake(out var lane))
                Start(lane);

            SetTimer(SteadyTime.Earlier(_queue.NextWake, _policy.Wait(now, _queue.Ready, limit)), now, limit);
            if (!_isReading && _queue.IsToBeRead(isIdle: _policy.Running == 0 && !_policy.IsCircuitOpen))
                mustRead = _isReading = true;
        }

        if (mustRead)
            ThreadPool.UnsafeQueueUserWorkItem(static dispatcher => dispatcher.ReadOn(), this, preferLocal: false);
    }

    /// <summary>Starts nothing more, waits for the attempts that run, then cancels them. What is not delivered stays in storage.</summary>
    public async Task StopAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            _queue.Merge(false);
            if (_policy.Running == 0)
                _idle.TrySetResult();
        }

        try
        {
            await _idle.Task.WaitAsync(_policy.Options.StopTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            DeliveryLog.CutOff(_log, Name, _policy.Running, _policy.Options.StopTimeout.TotalSeconds);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Finish(bool isPatient = false)
    {
        lock (_gate)
        {
            _isEnding = true;
            _policy.IsOrphaned = !isPatient;
            if (_handler is not null || isPatient)
                return;

            // Nobody will ever call it: what is owed becomes dead letters.
            Replace(new HandlerInstance(Name, new RefusingHandler($"its handler was deleted while it could not be called: {_suspension}"), _log));
            _suspension = "";
        }

        Pump();
    }

    /// <summary>True when its handler was deleted and what is owed is tried once more each.</summary>
    public bool IsLeaving
    {
        get
        {
            lock (_gate)
                return _isEnding && _policy.IsOrphaned;
        }
    }

    public bool IsFinished
    {
        get
        {
            lock (_gate)
                return _isEnding && _tally.Owed == 0;
        }
    }

    // The source of the stop stays usable: an event may be on its way to a handler that has just been deleted, and is still delivered.
    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
            _handler?.Retire();
    }

    /// <summary>Ends when the handler, after <see cref="Dispose"/>, has been disposed, or when that takes too long.</summary>
    public Task WhenHandlerDisposedAsync()
    {
        lock (_gate)
            return _handler?.WhenDisposedAsync(_policy.Options.StopTimeout, _time) ?? Task.CompletedTask;
    }

    private void Replace(HandlerInstance? handler)
    {
        _handler?.Retire();
        _handler = handler;
    }

    private void Start(Lane lane)
    {
        _policy.Begin();
        var handler = _handler!; // Without one the limit is zero.
        if (!handler.TryEnter())
        {
            // An event that was on its way when the handler was deleted, and came after the last of what was owed.
            handler = _handler = new HandlerInstance(Name, new RefusingHandler("its handler was deleted"), _log);
            handler.TryEnter();
        }

        var attempt = new Attempt(lane, handler, _time, _policy.Options.AttemptTimeout, _stop.Token, Ended)
        {
            ReturnedLate = ReturnedLate,
            IncidentNamed = IncidentNamed,
            Guard = _guard,
        };
        if (handler.Code is null)
            ThreadPool.UnsafeQueueUserWorkItem(static attempt => _ = attempt.RunAsync(), attempt, preferLocal: false);
        else
            ForeignThreads.Shared.Start(static attempt => attempt.RunAsync(), attempt);
    }

    private void Ended(Attempt attempt, Delivery result)
    {
        lock (_gate)
        {
            _policy.End(attempt.HasReturned);
            if (_isStopping)
            {
                EndWhileStopping(attempt.Lane, result);
                return;
            }

            _policy.Report(result);
            _tally.Judge(result.Outcome, _time.GetUtcNow());
            switch (result.Outcome)
            {
                case DeliveryOutcome.Done:
                    _queue.Complete(attempt.Lane, result.Reply);
                    break;
                case DeliveryOutcome.Refused:
                    _tally.Fail(attempt.Lane.First, result);
                    _queue.Bury(attempt.Lane, LedgerOutcome.Refused, result, ShownText.ReasonOf(result, "The handler refused the event."));
                    break;
                default:
                    _tally.Fail(attempt.Lane.First, result);
                    Again(attempt.Lane, result);
                    break;
            }

            TellWhoWaits();
            Pump(); // In one step: whoever asks what is at work sees the next attempt, or the time that is set for it.
        }
    }

    private void TellWhoWaits()
    {
        if (_drained is not null && IsDrained)
            Interlocked.Exchange(ref _drained, null)?.TrySetResult();
        if (_emptied is not null && IsEmpty)
            Interlocked.Exchange(ref _emptied, null)?.TrySetResult();
    }

    // What fails now is attempted again after the next start.
    private void EndWhileStopping(Lane lane, Delivery result)
    {
        if (result.Outcome == DeliveryOutcome.Done)
            _queue.Complete(lane, result.Reply);
        if (_policy.Running == 0)
            _idle.TrySetResult();
    }

    private void ReturnedLate()
    {
        lock (_gate)
            _policy.ReturnLate();
        Pump();
    }

    private void Again(Lane lane, Delivery result)
    {
        var delivery = lane.First;
        lane.Failures++;
        if (!_queue.IsSuperseded(lane) && _policy.WhyGiveUp(delivery) is { } why)
        {
            _queue.Bury(lane, LedgerOutcome.GivenUp, result, $"Given up after {delivery.Attempts} attempts, because {why}. The last one: {ShownText.ReasonOf(result)}");
            return;
        }

        DeliveryLog.Failed(_log, Name, delivery.Event.Id, delivery.Attempts, ShownText.ReasonOf(result));
        _queue.Pause(lane, _policy.NextAttempt(result, lane.Failures));
    }

    // A pause that is over already stands for a lost handler: its return calls.
    private void SetTimer(DateTimeOffset next, DateTimeOffset now, int limit)
    {
        if (next != DateTimeOffset.MaxValue && (next > now || limit > 0))
            _timer.Change(next > now ? next - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void ReadOn()
    {
        (long Taken, long Accepted) place;
        lock (_gate)
            place = _queue.Place;

        try
        {
            var page = _queue.Read(place);
            lock (_gate)
            {
                _queue.Take(page, place);
                _isReading = false;
                TellWhoWaits(); // What storage does not find is owed no more.
                Pump();
            }
        }
        catch (StoreException error)
        {
            DeliveryLog.CannotRead(_log, Name, error.Message);
            lock (_gate)
                _isReading = false;
            _timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the next start goes on.
        }
    }
}
