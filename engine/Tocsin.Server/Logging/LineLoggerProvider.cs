namespace Tocsin.Server.Logging;

/// <summary>Logs each entry as one line, and shows it to those who follow the log. Safe for any number of threads.</summary>
internal sealed class LineLoggerProvider(LogTarget target, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private LogTarget _target = target;
    private volatile LogLevel _minimum = minimum;

    /// <summary>Those who follow the log, whatever level is written.</summary>
    public LogStreams Streams { get; } = new();

    /// <summary>The lowest level that is written.</summary>
    public LogLevel Minimum
    {
        get => _minimum;
        set => _minimum = value;
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, LogService.Of(categoryName));

    /// <summary>Writes elsewhere from now on; a file that was written so far is closed.</summary>
    public void Change(LogTarget target)
    {
        lock (_gate)
        {
            Close();
            _target = target;
        }
    }

    public void Dispose()
    {
        lock (_gate)
            Close();
    }

    private void Close()
    {
        _target.Writer.Flush();
        if (_target.IsFile)
            _target.Writer.Dispose();
    }

    private void Write(LogEntry entry)
    {
        lock (_gate)
        {
            _target.Writer.WriteLine(_target.LineOf(entry));
            _target.Writer.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider, string service) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && (logLevel >= provider._minimum || provider.Streams.HasAny);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var entry = LogEntry.Of(provider.Time.GetUtcNow(), logLevel, state, formatter(state, exception), exception) with { Service = service };
            if (logLevel >= provider._minimum)
                provider.Write(entry);
            if (provider.Streams.HasAny)
                provider.Streams.Offer(entry with { Fields = [new("service", service), .. entry.Fields] });
        }
    }

    private TimeProvider Time => time;
}
