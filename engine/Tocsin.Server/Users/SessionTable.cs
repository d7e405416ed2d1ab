using System.Collections.Concurrent;
using Tocsin.Alerting.Storage.Rows;

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
    /// <param name="user">As it was when the password was looked at: with a change since then the session is over already.</param>
    /// <returns>What the cookie is to hold.</returns>
    public string Begin(UserRow user)
    {
        if (_sessions.Count >= Most)
        {
            foreach (var (hash, _) in _sessions.OrderBy(entry => entry.Value.Used).Take(Most / 10))
                _sessions.TryRemove(hash, out _);
        }

        var secret = SecretHash.NewSecret();
        _sessions[SecretHash.Of(secret)] = new Session(user) { Used = time.GetUtcNow() };
        return secret;
    }

    /// <summary>Who a cookie is of; null when nobody, or not any more.</summary>
    public Caller? Find(string secret)
    {
        var hash = SecretHash.Of(secret);
        if (!_sessions.TryGetValue(hash, out var session))
            return null;
        var now = time.GetUtcNow();
        if (now - session.Used > Lasts || !ReferenceEquals(users.Find(session.User.Name), session.User))
        {
            _sessions.TryRemove(hash, out _);
            return null;
        }

        session.Used = now;
        return Caller.Of(session.User);
    }

    public void End(string secret) => _sessions.TryRemove(SecretHash.Of(secret), out _);

    private sealed class Session(UserRow user)
    {
        public UserRow User => user;

        public DateTimeOffset Used { get; set; }
    }
}
