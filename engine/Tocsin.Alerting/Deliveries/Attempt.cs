using System.Diagnostics;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Tracing;
using Tocsin.Sdk;
using ActivityKind = System.Diagnostics.ActivityKind;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// One call of a handler. It ends when the handler answers or when its time is over, whichever comes first: a handler that never
/// returns, or blocks its thread, holds up nobody.
/// </summary>
internal sealed class Attempt
{
    /// <summary>A handler that heeds its cancellation gets this long to say so in its own words.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    private readonly Action<Attempt, Delivery> _ended;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _cancellation;
    private readonly ActivityContext? _trace;
    private ITimer? _deadline;
    private int _hasEnded;
    private int _hasReturned;

    public Attempt(Lane lane, HandlerInstance handler, TimeProvider time, TimeSpan timeout, CancellationToken stop, Action<Attempt, Delivery> ended)
    {
        Lane = lane;
        Event = lane.First.Event;
        _trace = lane.First.Trace;
        Handler = handler;
        Started = time.GetTimestamp();
        _time = time;
        _timeout = timeout;
        _ended = ended;
        _stop = stop;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(stop);
    }

    public Lane Lane { get; }

    /// <summary>What is delivered. The lane may grow meanwhile, so that it is not to be asked without its owner's lock.</summary>
    public AlertEvent Event { get; }

    /// <summary>Was entered for this call, and is left when the call has come back.</summary>
    public HandlerInstance Handler { get; }

    /// <summary>A time stamp of the time provider.</summary>
    public long Started { get; }

    /// <summary>True once the handler's call has come back; false after the end of an attempt that was given up.</summary>
    public bool HasReturned => Volatile.Read(ref _hasReturned) != 0;

    /// <summary>Called when a call that was given up comes back after all.</summary>
    public Action? ReturnedLate { get; init; }

    /// <summary>Is told while the call is under way.</summary>
    public CrashGuard Guard { get; init; } = CrashGuard.None;

    /// <summary>Told of the incident that the handler names when it has delivered the event.</summary>
    public Action<AlertEvent, IncidentReference>? IncidentNamed { get; init; }

    /// <summary>Calls the handler and tells the owner how it ended, once.</summary>
    public async Task RunAsync()
    {
        Delivery result;
        var mark = default(UnderWay);
        using var trace = BeginTrace();
        try
        {
            mark = await Guard.BeginAttemptAsync(Handler.Target, Event.IdempotencyKey, Handler.Code, _stop).ConfigureAwait(false);
            _deadline = _time.CreateTimer(static state => ((Attempt)state!).Cancel(), this, _timeout, Timeout.InfiniteTimeSpan);
            result = await Handler.Handler.DeliverAsync(Event, _cancellation.Token).ConfigureAwait(false)
                ?? Delivery.Retry("The handler did not say what became of the event.");
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Handler.Health?.TimedOut(Handler.Target.ToString(), _timeout);
            result = TimedOut();
        }
        catch (Exception error)
        {
            result = Delivery.Retry(string.IsNullOrWhiteSpace(error.Message) ? error.GetType().Name : error.Message);
        }

        mark.Dispose();
        if (trace is not null)
            EndTrace(trace, result);
        Volatile.Write(ref _hasReturned, 1);
        if (!TryEnd(result))
        {
            Handler.Health?.CameBackLate(Handler.Target.ToString(), _time.GetElapsedTime(Started));
            ReturnedLate?.Invoke();
        }

        _cancellation.Dispose();
        Handler.Leave();
    }

    private Activity? BeginTrace() => Traces.Begin("deliver", ActivityKind.Client, _trace)?
        .SetTag("tocsin.handler", Handler.Target.ToString())
        .SetTag("tocsin.topic", Event.Topic)
        .SetTag("tocsin.alert", Event.Id)
        .SetTag("tocsin.level", Event.Level.ToString());

    private static void EndTrace(Activity trace, Delivery result)
    {
        trace.SetTag("tocsin.outcome", result.Outcome.ToString());
        if (result.Outcome != DeliveryOutcome.Done)
            trace.SetStatus(ActivityStatusCode.Error, ShownText.ReasonOf(result));
        trace.Stop();
    }

    private Delivery TimedOut() => Delivery.Retry($"The handler did not answer within {_timeout.TotalSeconds} s.");

    private void Cancel()
    {
        if (HasReturned)
            return;
        _deadline?.Dispose();
        _deadline = _time.CreateTimer(static state => ((Attempt)state!).GiveUp(), this, Grace, Timeout.InfiniteTimeSpan);
        try
        {
            _cancellation.Cancel();
        }
        catch (Exception error) when (error is ObjectDisposedException or AggregateException)
        {
            // The handler came back just now, or what it registered threw: its own affair, the deadline stands.
        }
    }

    private void GiveUp()
    {
        if (TryEnd(TimedOut()))
            Handler.Health?.GivenUp(Handler.Target.ToString(), _timeout);
    }

    private bool TryEnd(Delivery result)
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) != 0)
            return false;
        _deadline?.Dispose();

        // Before the delivery is forgotten: after a crash in between, it is delivered and the incident named again.
        if (result is { Outcome: DeliveryOutcome.Done, Incident: { } incident })
            IncidentNamed?.Invoke(Event, incident);
        _ended(this, result);
        return true;
    }
}
