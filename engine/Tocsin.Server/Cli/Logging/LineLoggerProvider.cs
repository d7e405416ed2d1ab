namespace Tocsin.Server.Cli.Logging;

/// <summary>Logs each entry as one line. Safe for any number of threads.</summary>
internal sealed class LineLoggerProvider(TextWriter writer, LogLevel minimum, TimeProvider time) : ILoggerProvider
{
    private readonly Lock _gate = new();

    public ILogger CreateLogger(string categoryName) => new LineLogger(this);

    public void Dispose()
    {
        lock (_gate)
            writer.Flush();
    }

    private void Write(string line)
    {
        lock (_gate)
        {
            writer.WriteLine(line);
            writer.Flush();
        }
    }

    private sealed class LineLogger(LineLoggerProvider provider) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= provider.Minimum && logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                provider.Write(LogLine.Write(provider.Time.GetUtcNow(), logLevel, state, formatter(state, exception), exception));
        }
    }

    private LogLevel Minimum => minimum;

    private TimeProvider Time => time;
}
