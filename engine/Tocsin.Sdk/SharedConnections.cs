namespace Tocsin.Sdk;

/// <summary>
/// Keeps one connection for all handlers of an account: a thousand tasks that send to one broker need not hold a thousand connections. A
/// connection is made with its first handler and disposed with its last one. Safe for any thread.
/// </summary>
public sealed class SharedConnections<T>
    where T : IDisposable
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Takes part in a connection.</summary>
    /// <param name="key">All that makes it differ from others: the address, the user, the password, …</param>
    /// <param name="make">Makes it when nobody else has it; should not wait for the other side.</param>
    public SharedConnection<T> Take(string key, Func<T> make)
    {
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out var entry))
                _entries.Add(key, entry = new Entry(make()));
            entry.Users++;
            return new SharedConnection<T>(entry.Connection, () => Leave(key, entry));
        }
    }

    private void Leave(string key, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users > 0)
                return;
            _entries.Remove(key);
        }

        entry.Connection.Dispose();
    }

    private sealed class Entry(T connection)
    {
        public T Connection { get; } = connection;

        public int Users { get; set; }
    }
}
