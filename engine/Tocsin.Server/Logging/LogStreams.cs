namespace Tocsin.Server.Logging;

/// <summary>Those who follow the log. Safe for any number of threads.</summary>
internal sealed class LogStreams
{
    /// <summary>How many may follow at once.</summary>
    public const int Most = 32;

    private readonly Lock _gate = new();
    private volatile LogStream[] _open = [];

    /// <summary>True when somebody follows: then entries of all levels are wanted.</summary>
    public bool HasAny => _open.Length > 0;

    /// <summary>Follows the log from now on; null when too many do.</summary>
    public LogStream? Open(LogFilter filter)
    {
        lock (_gate)
        {
            if (_open.Length == Most)
                return null;
            var stream = new LogStream(filter, Close);
            _open = [.. _open, stream];
            return stream;
        }
    }

    public void Offer(LogEntry entry)
    {
        foreach (var stream in _open)
            stream.Offer(entry);
    }

    private void Close(LogStream stream)
    {
        lock (_gate)
            _open = [.. _open.Where(other => other != stream)];
    }
}
