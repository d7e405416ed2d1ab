using Microsoft.Extensions.Logging;
using Tocsin.Engine.Storage;

namespace Tocsin.Engine.Deliveries.Ledgers;

/// <summary>Takes out of the ledger what is too old or too much, once a minute, few entries at a time: writers never wait long.</summary>
internal sealed class LedgerRetention : IDisposable
{
    // About a millisecond's work, as alerts wait for it; the rest of the time is theirs.
    private const int EntriesAtOnce = 100;
    private const int RestPerWork = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly IStateStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly ITimer _timer;
    private int _isPruning;
    private volatile LedgerOptions _options;
    private volatile bool _isStopping;

    public LedgerRetention(IStateStore store, LedgerOptions options, TimeProvider time, ILogger log)
    {
        _store = store;
        _options = options;
        _time = time;
        _log = log;
        _timer = time.CreateTimer(static state => _ = ((LedgerRetention)state!).PruneAsync(), this, Pause, Pause);
    }

    /// <summary>How much is kept, from the next look on.</summary>
    public LedgerOptions Options
    {
        get => _options;
        set => _options = value;
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
            var options = _options;
            var oldest = (_time.GetUtcNow() - options.Keep).ToUnixTimeMilliseconds();
            var (wanted, begin) = _store.FindLedgerBegin(options.Rows, oldest);
            while (begin < wanted && !_isStopping)
            {
                begin = Math.Min(begin + EntriesAtOnce, wanted);
                var below = begin;
                var start = _time.GetTimestamp();
                await _store.CommitAsync(writer => writer.PruneLedger(below)).ConfigureAwait(false);
                if (begin < wanted)
                    await Task.Delay(_time.GetElapsedTime(start) * RestPerWork, _time).ConfigureAwait(false);
            }
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
}
