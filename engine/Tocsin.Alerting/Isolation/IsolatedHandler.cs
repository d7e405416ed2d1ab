using Tocsin.Alerting.Foreign;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Isolation;

/// <summary>
/// A handler whose calls run in a process of its own, started with the first event. When that process dies, the events under way are tried
/// again one at a time, so that it shows which of them does it; one that has done it too often is refused. Safe for any thread.
/// </summary>
internal sealed class IsolatedHandler(Func<CancellationToken, Task<Child>> start, ChildPlaces places, TimeProvider time)
    : IAlertHandler, IHandlerCondition, IForeignHandler, IAsyncDisposable
{
    /// <summary>How often the process may die at one event.</summary>
    private const int MostDeaths = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestStart = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SuspectedFor = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _alone = new(1);
    private readonly Dictionary<string, Suspect> _suspects = new(StringComparer.Ordinal);
    private Task<Child?>? _started;
    private bool _isDisposed;
    private int _calls;
    private int _deathsInARow;
    private long _diedAt;
    private ChildEndedException? _lastEnd;

    /// <summary>True while its process, if there is one, has nothing to do.</summary>
    public bool IsIdle => Volatile.Read(ref _calls) == 0;

    /// <summary>None: what its process does ends that process.</summary>
    public ForeignCode? Code => null;

    public string Problem => Volatile.Read(ref _started) is { IsCompletedSuccessfully: true, Result: { } child } ? child.Problem : "";

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _calls);
        try
        {
            if (!HasSuspects())
                return await CallAsync(alert, cancellationToken).ConfigureAwait(false);

            await _alone.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await CallAsync(alert, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _alone.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }

    /// <summary>Gives up the process; the next event starts another.</summary>
    public Task EndChildAsync() => EndAsync(Interlocked.Exchange(ref _started, null));

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
            _isDisposed = true;
        await EndChildAsync().ConfigureAwait(false);
        places.Leave(this);
    }

    private async Task<Delivery> CallAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        try
        {
            if (PauseLeft() is { } pause)
                return Delivery.Retry($"{_lastEnd?.Message}; it is not started again yet", pause);
            var child = await ChildAsync(cancellationToken).ConfigureAwait(false);
            if (child is null)
                return Delivery.Retry("all processes for isolated handlers are in use: 'isolation.processes' of the configuration allows more", FirstPause);
            var delivery = await child.CallAsync(alert, cancellationToken).ConfigureAwait(false);
            Survived(alert);
            return delivery;
        }
        catch (ChildEndedException end)
        {
            return Died(alert, end);
        }
        catch (InvalidOperationException problem)
        {
            return Delivery.Retry(problem.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Delivery.Retry($"its process did not start within {LongestStart.TotalSeconds:0} s");
        }
    }

    // A start that takes longer than an attempt may goes on for the next one.
    private Task<Child?> ChildAsync(CancellationToken cancellationToken)
    {
        Task<Child?> started;
        lock (_gate)
        {
            if (_isDisposed)
                throw new InvalidOperationException("the handler has been replaced");
            var before = _started;
            if (before is null || (before.IsCompleted && !IsAtWork(before)))
                _started = Task.Run(() => StartAsync(before), CancellationToken.None);
            started = _started!; // Just set, unless it was.
        }

        return started.WaitAsync(cancellationToken);
    }

    private bool IsAtWork(Task<Child?> started) => started is { IsCompletedSuccessfully: true, Result.HasEnded: false } && places.TryTouch(this);

    private async Task<Child?> StartAsync(Task<Child?>? before)
    {
        await EndAsync(before).ConfigureAwait(false);
        if (!places.TryTake(this, out var evicted))
            return null;
        if (evicted is not null)
            await evicted.EndChildAsync().ConfigureAwait(false);
        using var limit = new CancellationTokenSource(LongestStart, time);
        return await start(limit.Token).ConfigureAwait(false);
    }

    private static async Task EndAsync(Task<Child?>? started)
    {
        try
        {
            if (started is not null && await started.ConfigureAwait(false) is { } child)
                await child.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidOperationException or ChildEndedException or OperationCanceledException)
        {
            // It never was: who wanted it has been told.
        }
    }

    private bool HasSuspects()
    {
        lock (_gate)
        {
            foreach (var (key, suspect) in _suspects)
            {
                // Its event was merged into a newer one, perhaps.
                if (time.GetElapsedTime(suspect.Since) >= SuspectedFor)
                    _suspects.Remove(key);
            }

            return _suspects.Count > 0;
        }
    }

    private void Survived(AlertEvent alert)
    {
        lock (_gate)
        {
            _deathsInARow = 0;
            _suspects.Remove(alert.IdempotencyKey);
        }
    }

    // At the first death several events may have been under way; from then on it is one at a time.
    private Delivery Died(AlertEvent alert, ChildEndedException end)
    {
        if (!end.IsOwn)
            return Delivery.Retry(end.Message);
        lock (_gate)
        {
            if (_lastEnd != end)
            {
                _lastEnd = end;
                _deathsInARow++;
                _diedAt = time.GetTimestamp();
            }

            var deaths = _suspects.TryGetValue(alert.IdempotencyKey, out var suspect) ? suspect.Deaths + 1 : 1;
            if (deaths < MostDeaths)
            {
                _suspects[alert.IdempotencyKey] = new Suspect(deaths, _diedAt);
                return Delivery.Retry(end.Message, PauseAfter(_deathsInARow));
            }

            _suspects.Remove(alert.IdempotencyKey);
            return Delivery.Refused($"{end.Message}; it has died at this event {deaths} times");
        }
    }

    private TimeSpan? PauseLeft()
    {
        lock (_gate)
        {
            var left = _deathsInARow == 0 ? TimeSpan.Zero : PauseAfter(_deathsInARow) - time.GetElapsedTime(_diedAt);
            return left > TimeSpan.Zero ? left : null;
        }
    }

    private static TimeSpan PauseAfter(int deaths)
    {
        var pause = FirstPause * Math.Pow(2, Math.Min(deaths - 1, 10));
        return pause < LongestPause ? pause : LongestPause;
    }

    private readonly record struct Suspect(int Deaths, long Since);
}
