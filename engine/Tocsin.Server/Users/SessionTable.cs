using System.Collections.Concurrent;

namespace Tocsin.Server.Users;

/// <summary>
/// Who signed in with a page, by what their cookie holds. Ends with the server, after a time, and with every change of the user. Safe for any
/// number of threads.
/// </summary>
internal sealed class SessionTable(UserRegistry users, TimeProvider time)
{
    /// <summary>How long a session lasts after it was last used.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<SecretHash, Session> _sessions = new();

    /// <summary>Begins one.</summary>
    /// <returns>What the cookie is to hold.</returns>
    public string Begin(string user)
    {
        if (_sessions.Count >= Most)
        {
            foreach (var (hash, _) in _sessions.OrderBy(entry => entry.Value.Used).Take(Most / 10))
                _sessions.TryRemove(hash, out _);
        }

        var secret = SecretHash.NewSecret();
        _sessions[SecretHash.Of(secret)] = new Session(user, users.Find(user)?.Changed ?? 0) { Used = time.GetUtcNow() };
        return secret;
    }

    /// <summary>Who a cookie is of; null when nobody, or not any more.</summary>
    public Caller? Find(string secret)
    {
        var hash = SecretHash.Of(secret);
        if (!_sessions.TryGetValue(hash, out var session))
            return null;
        var now = time.GetUtcNow();
        if (now - session.Used > Lasts || users.Find(session.User) is not { } user || user.Changed != session.Changed)
        {
            _sessions.TryRemove(hash, out _);
            return null;
        }

        session.Used = now;
        return new Caller(user.Name, RoleNames.Read(user.Roles));
    }

    public void End(string secret) => _sessions.TryRemove(SecretHash.Of(secret), out _);

    private sealed class Session(string user, long changed)
    {
        public string User => user;

        public long Changed => changed;

        public DateTimeOffset Used { get; set; }
    }
}
