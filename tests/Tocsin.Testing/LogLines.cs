using Microsoft.Extensions.Logging;

namespace Tocsin.Testing;

/// <summary>Keeps what is logged.</summary>
public sealed class LogLines : ILoggerFactory, ILogger
{
    public List<string> Lines { get; } = [];

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("lines are kept here only");

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Lines)
            Lines.Add(formatter(state, exception));
    }

    public void Dispose()
    {
    }
}
