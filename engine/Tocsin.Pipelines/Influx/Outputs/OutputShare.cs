using Microsoft.Extensions.Logging;

namespace Tocsin.Pipelines.Influx.Outputs;

/// <summary>What the ways to the databases of one InfluxDB have in common: memory and room on disk, who listens, and when it ends. Guarded by the lock of their <see cref="InfluxOutput"/>, unless it says so.</summary>
/// <param name="name">The name of the InfluxDB.</param>
/// <param name="sender">Sends writes; for any thread.</param>
/// <param name="keepBytes">The most bytes that may wait on disk.</param>
/// <param name="reserve">Takes the room on disk that what is in memory needs.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Takes what goes wrong.</param>
/// <param name="flushSoon">Has what is on disk flushed a little later.</param>
internal sealed class OutputShare(string name, OutputSender sender, long keepBytes, SpoolReserve reserve, TimeProvider time, ILogger log, Action flushSoon)
{
    private const long MostBytesInMemory = 16 * 1024 * 1024;

    /// <summary>What is on its way through the tasks when no more is taken, of which the reserve on disk has room for so much.</summary>
    public const long MostBytesOnTheirWay = MostBytesInMemory;

    /// <summary>What comes from queries, and can be refused by nobody, has room in memory for a while.</summary>
    private const long MostBytesHeld = 4 * MostBytesInMemory;

    private readonly Dictionary<string, OutputListener> _listeners = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _aborting = new();

    public string Name => name;

    public OutputSender Sender => sender;

    public TimeProvider Time => time;

    public ILogger Log => log;

    public SpoolRoom Room { get; } = new(keepBytes);

    /// <summary>Bytes of points in memory.</summary>
    public long BytesInMemory { get; private set; }

    /// <summary>Cancelled when no more is begun; for any thread.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when what was begun is broken off; for any thread.</summary>
    public CancellationToken Aborting => _aborting.Token;

    public bool IsStopping => _stopping.IsCancellationRequested;

    /// <summary>The room on disk that what is in memory needs.</summary>
    public SpoolReserve Reserve => reserve;

    /// <summary>Takes memory for a write; false when there is no more, or what comes now is to be kept.</summary>
    public bool TryTakeMemory(OutputWrite write)
    {
        if (IsStopping || BytesInMemory + write.Bytes > MostBytesInMemory || !reserve.TryCover(BytesInMemory + write.Bytes))
            return false;
        BytesInMemory += write.Bytes;
        return true;
    }

    /// <summary>Takes memory for a write that was accepted and that the disk does not take; false when that is too much.</summary>
    public bool TryHold(OutputWrite write)
    {
        if (BytesInMemory + write.Bytes > MostBytesHeld)
            return false;
        BytesInMemory += write.Bytes;
        return true;
    }

    public void GiveMemory(OutputWrite write) => BytesInMemory -= write.Bytes;

    public void Listen(string source, OutputListener listener) => _listeners[source] = listener;

    public void Leave(string source, OutputListener listener)
    {
        if (_listeners.TryGetValue(source, out var known) && known == listener)
            _listeners.Remove(source);
    }

    public OutputListener? ListenerOf(string source) => _listeners.GetValueOrDefault(source);

    public void FlushSoon() => flushSoon();

    /// <summary>Begins no more, and breaks off after a while what was begun; without the lock.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _aborting.CancelAfter(patience);
    }
}
