using System.Globalization;
using System.Threading.Channels;

namespace Tocsin.Server.Logging;

/// <summary>The log as one who follows it gets it. Whoever reads too slowly misses entries, and is told how many; nobody waits for him.</summary>
internal sealed class LogStream : IDisposable
{
    /// <summary>Entries that wait to be read.</summary>
    public const int Most = 1000;

    private readonly LogFilter _filter;
    private readonly Action<LogStream> _close;
    private readonly Channel<LogEntry> _entries;
    private long _missed;

    public LogStream(LogFilter filter, Action<LogStream> close)
    {
        _filter = filter;
        _close = close;
        _entries = Channel.CreateBounded<LogEntry>(
            new BoundedChannelOptions(Most) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _missed));
    }

    public void Offer(LogEntry entry)
    {
        if (_filter.Takes(entry))
            _entries.Writer.TryWrite(entry);
    }

    /// <summary>Waits for entries; those that wait come at once.</summary>
    public async Task<IReadOnlyList<LogEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        await _entries.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false);
        var read = new List<LogEntry>();
        while (_entries.Reader.TryRead(out var entry))
            read.Add(entry);
        if (Interlocked.Exchange(ref _missed, 0) is var missed and > 0)
        {
            read.Insert(0, new LogEntry(
                read[0].Time, LogLevel.Warning, "the log is read too slowly, entries are left out", [new("count", missed.ToString(CultureInfo.InvariantCulture))]));
        }

        return read;
    }

    public void Dispose() => _close(this);
}
