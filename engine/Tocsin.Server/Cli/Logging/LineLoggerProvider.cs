namespace Tocsin.Server.Cli.Logging;

/// <summary>Logs each entry as one line. Safe for any number of threads.</summary>
internal sealed class LineLoggerProvider(LogTarget target, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();
    private LogTarget _target = target;
    private volatile LogLevel _minimum = minimum;

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    /// <summary>Writes elsewhere from now on, and other levels; a file that was written so far is closed.</summary>
    public void Change(LogTarget target, LogLevel minimum)
    {
        lock (_gate)
        {
            Close();
            _target = target;
            _minimum = minimum;
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

    private void Write(string line)
    {
        lock (_gate)
        {
            _target.Writer.WriteLine(line);
            _target.Writer.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider._minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                provider.Write(LogLine.Write(provider.Time.GetUtcNow(), logLevel, state, formatter(state, exception), exception));
        }
    }

    private TimeProvider Time => time;
}
