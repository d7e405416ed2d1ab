namespace Tocsin.Sdk;

/// <summary>A handler's part in a connection that it shares with others. Disposing of it ends that part, and the connection with the last one.</summary>
public sealed class SharedConnection<T> : IDisposable
    where T : IDisposable
{
    private readonly Action _end;
    private int _hasEnded;

    internal SharedConnection(T connection, Action end)
    {
        Connection = connection;
        _end = end;
    }

    /// <summary>What is shared.</summary>
    public T Connection { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
            _end();
    }
}
