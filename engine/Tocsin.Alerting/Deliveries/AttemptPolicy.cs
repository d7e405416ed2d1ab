using Tocsin.Sdk;

namespace Tocsin.Alerting.Deliveries;

/// <summary>
/// When a handler may be called, how often at the same time, and what follows from a call that failed: another after a pause, or the end.
/// Knows of deliveries only how many alert ids wait. Not safe for several threads at once.
/// </summary>
internal sealed class AttemptPolicy
{
    private readonly SteadyTime _steady;
    private readonly Circuit _circuit;
    private readonly AttemptWatch _watch;
    private HandlerDeliveryOptions _own = HandlerDeliveryOptions.None;
    private DeliveryOptions _serverOptions;
    private DateTimeOffset _restsUntil;
    private long? _behindSince;
    private int _lost;
    private bool _isWide;

    public AttemptPolicy(DeliveryOptions options, SteadyTime steady)
    {
        _serverOptions = Options = options;
        _steady = steady;
        _watch = new AttemptWatch(steady);
        _circuit = new Circuit(steady, () => Options.LongestPause);
    }

    /// <summary>The server's options with those of the handler in their place.</summary>
    public DeliveryOptions Options { get; private set; }

    /// <summary>Attempts that run.</summary>
    public int Running { get; private set; }

    /// <summary>True when what fails is given up at once, as its handler was deleted.</summary>
    public bool IsOrphaned { get; set; }

    public bool IsCircuitOpen => _circuit.OpenUntil is not null;

    /// <summary>True while something keeps the handler from being called as usual: an open circuit, a rest it asked for, a lost attempt.</summary>
    public bool IsHeldUp => IsCircuitOpen || _restsUntil > _steady.GetUtcNow() || _lost > 0;

    /// <summary>Goes by the options of another handler. A pause that has begun is not changed.</summary>
    public void Change(HandlerDeliveryOptions own)
    {
        _own = own;
        Options = own.Over(_serverOptions);
    }

    /// <summary>Goes by other options of the server. A pause that has begun is not changed.</summary>
    public void Change(DeliveryOptions options)
    {
        _serverOptions = options;
        Options = _own.Over(options);
    }

    /// <summary>Attempts nothing until then.</summary>
    public void Rest(DateTimeOffset until) => _restsUntil = until;

    /// <summary>One more is owed.</summary>
    public void Owe(long before) => _watch.Owe(before);

    /// <summary>The wait for an attempt begins again.</summary>
    public void Expect() => _watch.Begin();

    /// <summary>For how long no attempt was begun, when that is longer than any pause takes; null when it is not.</summary>
    public TimeSpan? StuckFor => _watch.StuckFor(Options);

    /// <summary>How many attempts may run now. To be asked before any is begun.</summary>
    /// <param name="ready">Alert ids that wait for an attempt.</param>
    public int Limit(DateTimeOffset now, int ready)
    {
        WidenWhenSlow(ready);
        if (_restsUntil > now || _lost >= Options.Parallelism)
            return 0;
        if (_circuit.OpenUntil is { } until)
            return now < until ? 0 : 1;
        return _isWide ? Options.Parallelism : 1;
    }

    public void Begin()
    {
        Running++;
        _watch.Begin();
    }

    /// <summary>Notes which alert ids still wait when all attempts have been begun that may run.</summary>
    /// <returns>When more may be begun although no attempt has ended; the end of time when nothing waits for that.</returns>
    public DateTimeOffset Wait(DateTimeOffset now, int ready, int limit)
    {
        _behindSince = ready == 0 || limit == 0 ? null : _behindSince ?? _steady.GetTimestamp();
        if (ready == 0)
            return DateTimeOffset.MaxValue;
        if (limit == 0)
            return _circuit.OpenUntil is { } until && until > _restsUntil ? until : _restsUntil;
        return !_isWide && _behindSince is { } since ? now + Options.OrderPatience - _steady.GetElapsedTime(since) : DateTimeOffset.MaxValue;
    }

    /// <summary>An attempt has come to its end.</summary>
    /// <param name="hasReturned">False when it was given up and the handler's call has not come back.</param>
    public void End(bool hasReturned)
    {
        Running--;
        _lost += hasReturned ? 0 : 1;
    }

    /// <summary>A call that was given up has come back after all.</summary>
    public void ReturnLate() => _lost--;

    /// <summary>Takes note of how an attempt ended.</summary>
    public void Report(Delivery result) => _circuit.Report(result);

    /// <summary>Why a delivery that failed is not tried again; null when it is.</summary>
    public string? WhyGiveUp(OwedDelivery delivery)
    {
        if (IsOrphaned)
            return "its handler was deleted";
        return _steady.GetUtcNow() - delivery.Since >= Options.GiveUpAfter ? $"it was tried for {Options.GiveUpAfter}" : null;
    }

    /// <summary>When the next attempt may be made after one that failed. What the other side wishes holds for all of its deliveries.</summary>
    /// <param name="failures">How many failed one after the other.</param>
    public DateTimeOffset NextAttempt(Delivery result, int failures)
    {
        var now = _steady.GetUtcNow();
        if (result.RetryAfter is { } wish)
            _restsUntil = now + (wish < Options.LongestPause ? wish : Options.LongestPause);
        return now + RetrySchedule.Pause(Options, failures);
    }

    private void WidenWhenSlow(int ready)
    {
        if (Running == 0 && ready == 0)
            _isWide = false;
        else if (ready > Options.Backlog || (_behindSince is { } since && _steady.GetElapsedTime(since) >= Options.OrderPatience))
            _isWide = true;
    }
}
