using Microsoft.Extensions.Logging;
using Tocsin.Alerting.Storage;

namespace Tocsin.Alerting.Deliveries;

/// <summary>Takes out of the store what is too old or too much, once a minute, little at a time: writers never wait long.</summary>
internal sealed class Retention : IDisposable
{
    /// <summary>
    /// How much is taken out in one commit: a fraction of a millisecond's work, as alerts wait for it. Each of an old ledger's rows may have a page
    /// of an index for itself.
    /// </summary>
    public const int AtOnce = 25;

    /// <summary>The rest of the time belongs to alerts.</summary>
    private const int RestPerWork = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<Func<Task<bool>>> _bites;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _isPruning;
    private volatile bool _isStopping;

    /// <param name="bites">Each takes out up to <see cref="AtOnce"/>, and says whether there is more.</param>
    public Retention(TimeProvider time, ILogger log, IReadOnlyList<Func<Task<bool>>> bites)
    {
        _time = time;
        _log = log;
        _bites = bites;
        _timer = time.CreateTimer(static state => _ = ((Retention)state!).PruneAsync(), this, Pause, Pause);
    }

    public void Dispose()
    {
        _isStopping = true;
        _timer.Dispose();
    }

    private async Task PruneAsync()
    {
        if (Interlocked.Exchange(ref _isPruning, 1) != 0)
            return;
        try
        {
            foreach (var bite in _bites)
                await PruneAsync(bite).ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed: the next start goes on.
        }
        catch (StoreException error)
        {
            DeliveryLog.CannotPrune(_log, error.Message);
        }
        finally
        {
            Volatile.Write(ref _isPruning, 0);
        }
    }

    private async Task PruneAsync(Func<Task<bool>> bite)
    {
        var start = _time.GetTimestamp();
        while (!_isStopping && await bite().ConfigureAwait(false))
        {
            await Task.Delay(_time.GetElapsedTime(start) * RestPerWork, _time).ConfigureAwait(false);
            start = _time.GetTimestamp();
        }
    }
}
