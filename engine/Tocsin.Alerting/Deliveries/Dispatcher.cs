using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// Brings the events owed to one handler to it: in order for one alert id, several ids at once when the handler is slow, again when it
/// fails, until it takes them or they become dead letters. Safe for any thread.
/// </summary>
internal sealed class Dispatcher : IDeliveryQueue, IDisposable
{
    private readonly object _gate = new();
    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly SteadyTime _steady;
    private readonly ILogger _log;
    private readonly CrashGuard _guard;
    private readonly Circuit _circuit;
    private readonly OwedWindow _window;
    private readonly OwedRemovals _removals;
    private readonly LaneBoard _lanes = new();
    private readonly DeliveryTally _tally = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly ITimer _timer;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HandlerInstance? _handler;
    private string _suspension = "";
    private HandlerDeliveryOptions _own = HandlerDeliveryOptions.None;
    private DeliveryOptions _serverOptions;
    private DeliveryOptions _options;
    private TaskCompletionSource? _drained;
    private DateTimeOffset _leftAloneUntil;
    private readonly AttemptWatch _watch;
    private long? _behindSince;
    private int _running;
    private int _lost;
    private bool _isWide;
    private bool _isReading;
    private bool _isStopping;
    private bool _isEnding;
    private bool _isOrphaned;

    public Dispatcher(OwedTotal target, IStateStore store, DeliveryOptions options, TimeProvider time, ILogger log, CrashGuard guard)
    {
        Target = target.Target;
        Name = target.Name;
        _store = store;
        _serverOptions = options;
        _options = options;
        _time = time;
        _steady = new SteadyTime(time);
        _watch = new AttemptWatch(_steady);
        _log = log;
        _guard = guard;
        _circuit = new Circuit(_steady, () => _options.LongestPause);
        _window = new OwedWindow(() => _options.Window, isResuming: target.Count > 0);
        _tally.Owed = target.Count;
        _removals = new OwedRemovals(Target, store);
        _timer = time.CreateTimer(static state => ((Dispatcher)state!).Pump(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public int Target { get; }

    /// <summary>The target's name: <c>topic/handler</c>.</summary>
    public string Name { get; set; }

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
                    Running = _running,
                    IsCircuitOpen = _circuit.OpenUntil is not null,
                    Problem = (_handler?.Handler as IHandlerCondition)?.Problem ?? "",
                    Suspension = _suspension,
                    StuckSince = _tally.Owed > 0 && _handler is not null ? _time.GetUtcNow() - _watch.StuckFor(_options) : null,
                };
        }
    }

    /// <summary>Ends when nothing is owed, or something keeps the handler from being called: a pause, an open circuit, a lost attempt.</summary>
    public Task WhenDrained()
    {
        lock (_gate)
            return IsDrained ? Task.CompletedTask : (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private bool IsDrained =>
        _tally.Owed == 0 || _handler is null || _lanes.HasPausing || _circuit.OpenUntil is not null || _leftAloneUntil > _steady.GetUtcNow() || _lost > 0;

    /// <summary>From now on, this handler gets what is owed, in its own way. The one before ends what it has begun and is disposed.</summary>
    public void Use(IAlertHandler handler, HandlerDeliveryOptions own)
    {
        lock (_gate)
        {
            _own = own;
            _options = own.Over(_serverOptions);
            _isEnding = _isOrphaned = false;
            foreach (var lane in _lanes.Lanes)
                Merge(lane);
        }

        Renew(handler);
    }

    /// <summary>Goes by other options of the server. A pause that has begun is not changed.</summary>
    public void Change(DeliveryOptions options)
    {
        lock (_gate)
        {
            _serverOptions = options;
            _options = _own.Over(options);
        }

        Pump();
    }

    /// <summary>The same with the settings it has; a target that comes to its end still does.</summary>
    public void Renew(IAlertHandler handler)
    {
        lock (_gate)
        {
            Replace(new HandlerInstance(Name, handler, _log));
            _suspension = "";
            _watch.Begin();
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
            _leftAloneUntil = until;
        Pump();
    }

    public void Accept(OwedDelivery delivery)
    {
        lock (_gate)
        {
            _watch.Owe(_tally.Owed++);
            if (_window.Accept(delivery.Number))
                Keep(delivery);
        }

        Pump();
    }

    /// <summary>What is in memory of the deliveries of an alert id: attempts and last error, by number.</summary>
    public IReadOnlyDictionary<long, (int Attempts, string LastError)> Describe(string alertId)
    {
        lock (_gate)
            return (_lanes.Find(alertId)?.Deliveries ?? []).ToDictionary(delivery => delivery.Number, delivery => (delivery.Attempts, delivery.LastError));
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
            _lanes.Wake(now);
            WidenWhenSlow();
            var limit = Limit(now);
            while (_running < limit && _lanes.TryTake(out var lane))
                Start(lane);

            _behindSince = _lanes.Ready == 0 || limit == 0 ? null : _behindSince ?? _time.GetTimestamp();
            SetTimer(now, limit);
            if (!_isReading && _window.IsBehind && (_window.HasRoom || IsStuck))
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
            if (_running == 0)
                _idle.TrySetResult();
        }

        try
        {
            await _idle.Task.WaitAsync(_options.StopTimeout, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            DeliveryLog.CutOff(_log, Name, _running, _options.StopTimeout.TotalSeconds);
            await _stop.CancelAsync().ConfigureAwait(false);
        }
    }

    public void Finish(bool isPatient = false)
    {
        lock (_gate)
        {
            _isEnding = true;
            _isOrphaned = !isPatient;
            if (_handler is not null || isPatient)
                return;

            // Nobody will ever call it: what is owed becomes dead letters.
            Replace(new HandlerInstance(Name, new RefusingHandler($"its handler was deleted while it could not be called: {_suspension}"), _log));
            _suspension = "";
        }

        Pump();
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
            return _handler?.WhenDisposedAsync(_options.StopTimeout, _time) ?? Task.CompletedTask;
    }

    private void Replace(HandlerInstance? handler)
    {
        _handler?.Retire();
        _handler = handler;
    }

    // All that is in memory waits for its next attempt: what comes later may have other ids, and they do not wait for these.
    private bool IsStuck => _running == 0 && _lanes.Ready == 0 && _circuit.OpenUntil is null && _window.MayStretch;

    private void WidenWhenSlow()
    {
        if (_running == 0 && _lanes.Ready == 0)
            _isWide = false;
        else if (_lanes.Ready > _options.Backlog || (_behindSince is { } since && _time.GetElapsedTime(since) >= _options.OrderPatience))
            _isWide = true;
    }

    private int Limit(DateTimeOffset now)
    {
        // What is read next may hold newer events of the same ids: older ones must not go out before that is known.
        if (_own.Merge && _window.IsCatchingUp)
            return 0;
        if (_handler is null || _leftAloneUntil > now || _lost >= _options.Parallelism)
            return 0;
        if (_circuit.OpenUntil is { } until)
            return now < until ? 0 : 1;
        return _isWide ? _options.Parallelism : 1;
    }

    private void Start(Lane lane)
    {
        var delivery = lane.First;
        if (++delivery.Attempts == 1)
            delivery.Event = delivery.Event with { IdempotencyKey = OwedDelivery.IdempotencyKey(_store.Id, delivery.Key) };
        else
            _tally.Retried++;
        _running++;
        _watch.Begin();
        var handler = _handler!; // Without one the limit is zero.
        if (!handler.TryEnter())
        {
            // An event that was on its way when the handler was deleted, and came after the last of what was owed.
            handler = _handler = new HandlerInstance(Name, new RefusingHandler("its handler was deleted"), _log);
            handler.TryEnter();
        }

        var attempt = new Attempt(lane, handler, _time, _options.AttemptTimeout, _stop.Token, Ended) { ReturnedLate = ReturnedLate, IncidentNamed = IncidentNamed, Guard = _guard };
        ThreadPool.UnsafeQueueUserWorkItem(static attempt => _ = attempt.RunAsync(), attempt, preferLocal: false);
    }

    private void Ended(Attempt attempt, Delivery result)
    {
        lock (_gate)
        {
            _running--;
            _lost += attempt.HasReturned ? 0 : 1;
            if (_isStopping)
            {
                EndWhileStopping(attempt, result);
                return;
            }

            _circuit.Report(result);
            _tally.Judge(result.Outcome, _time.GetUtcNow());
            switch (result.Outcome)
            {
                case DeliveryOutcome.Done:
                    _tally.Delivered++;
                    Forget(attempt.Lane.First, LedgerOutcome.Delivered, result.Reply);
                    _lanes.Advance(attempt.Lane);
                    break;
                case DeliveryOutcome.Refused:
                    _tally.Fail(attempt.Lane.First, result);
                    Bury(attempt.Lane.First, LedgerOutcome.Refused, result, result.Reason ?? "The handler refused the event.");
                    _lanes.Advance(attempt.Lane);
                    break;
                default:
                    _tally.Fail(attempt.Lane.First, result);
                    Again(attempt.Lane, result);
                    break;
            }

            if (_drained is not null && IsDrained)
                Interlocked.Exchange(ref _drained, null)?.TrySetResult();
        }

        Pump();
    }

    private void EndWhileStopping(Attempt attempt, Delivery result)
    {
        if (result.Outcome == DeliveryOutcome.Done)
        {
            _tally.Delivered++;
            Forget(attempt.Lane.First, LedgerOutcome.Delivered, result.Reply);
        }

        if (_running == 0)
            _idle.TrySetResult();
    }

    private void ReturnedLate()
    {
        lock (_gate)
            _lost--;
        Pump();
    }

    private void Again(Lane lane, Delivery result)
    {
        var now = _steady.GetUtcNow();
        var delivery = lane.First;
        lane.Failures++;
        var isSuperseded = _own.Merge && lane.IsFirstSuperseded;
        if (!isSuperseded && (_isOrphaned || now - delivery.Since >= _options.GiveUpAfter))
        {
            var why = _isOrphaned ? "its handler was deleted" : $"it was tried for {_options.GiveUpAfter}";
            Bury(delivery, LedgerOutcome.GivenUp, result, $"Given up after {delivery.Attempts} attempts, because {why}. The last one: {result.Reason}");
            _lanes.Advance(lane);
            return;
        }

        DeliveryLog.Failed(_log, Name, delivery.Event.Id, delivery.Attempts, result.Reason ?? "");
        if (result.RetryAfter is { } wish)
            _leftAloneUntil = now + (wish < _options.LongestPause ? wish : _options.LongestPause);
        _lanes.Pause(lane, now + RetrySchedule.Pause(_options, lane.Failures));
        Merge(lane);
    }

    private void Keep(OwedDelivery delivery)
    {
        // From here on, its age is that of our own clock: when the system's is set, nothing gets old by that.
        delivery.Since = _steady.GetUtcNow() - (_time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(delivery.SinceUnixMilliseconds));
        Merge(_lanes.Add(delivery));
    }

    // The lane keeps its place, and its pause: the newest goes out where the oldest would have.
    private void Merge(Lane lane)
    {
        if (!_own.Merge || lane.Count < 2 || _isStopping)
            return;
        foreach (var delivery in lane.RemoveSuperseded())
        {
            _tally.Merged++;
            Forget(delivery, LedgerOutcome.Merged, reply: null);
        }
    }

    private void Bury(OwedDelivery delivery, LedgerOutcome outcome, Delivery result, string reason)
    {
        _tally.CountDead();
        _window.Remove();
        DeliveryLog.Dead(_log, Name, delivery.Event.Id, reason);
        _store.Enqueue(new DeadLetterChange(Name, delivery, delivery.EntryFor(Target, outcome, _time.GetUtcNow(), result.Reply, reason), reason));
    }

    private void Forget(OwedDelivery delivery, LedgerOutcome outcome, string? reply)
    {
        _tally.Owed--;
        _window.Remove();
        _removals.Add(delivery.Number, delivery.EntryFor(Target, outcome, _time.GetUtcNow(), reply));
    }

    private void SetTimer(DateTimeOffset now, int limit)
    {
        var next = _lanes.NextWake;
        if (_lanes.Ready > 0)
        {
            if (limit == 0)
                next = SteadyTime.Earlier(next, _circuit.OpenUntil is { } until && until > _leftAloneUntil ? until : _leftAloneUntil);
            else if (!_isWide && _behindSince is { } since)
                next = SteadyTime.Earlier(next, now + _options.OrderPatience - _time.GetElapsedTime(since));
        }

        // A pause that is over already stands for a lost handler: its return calls.
        if (next != DateTimeOffset.MaxValue && (next > now || limit > 0))
            _timer.Change(next > now ? next - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void ReadOn()
    {
        (long Taken, long Accepted) place;
        lock (_gate)
            place = _window.Place;

        try
        {
            var page = OwedPage.Read(_store, Target, place.Taken, _window.Page);
            lock (_gate)
            {
                _window.Take(page.Rows, place);
                foreach (var delivery in page.Deliveries)
                    Keep(delivery);
                foreach (var row in page.Damaged)
                    BuryUnread(row);
                _tally.Lose(_window.Missing(_tally.Owed), Name, _log);
                _isReading = false;
            }

            Pump();
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

    private void BuryUnread(OwedRow row)
    {
        _tally.CountDead();
        _window.Remove();
        var (target, name, now) = (Target, Name, _time.GetUtcNow());
        _ = _store.CommitAsync(writer => row.Bury(writer, target, name, now, "The stored event is damaged and cannot be read."));
    }
}
