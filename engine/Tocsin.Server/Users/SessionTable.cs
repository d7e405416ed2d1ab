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
    public string Begin(UserRow user) => Begin(new Session(Caller.Of(user), DateTimeOffset.MaxValue));

    /// <summary>Begins that of somebody whom others vouch for: they are asked again when it is over, however much it is used.</summary>
    /// <inheritdoc cref="Begin(UserRow)"/>
    public string Begin(Caller caller) => Begin(new Session(caller, time.GetUtcNow() + Lasts));

    private string Begin(Session session)
    {
        if (_sessions.Count >= Most)
        {
            foreach (var (hash, _) in _sessions.OrderBy(entry => entry.Value.Used).Take(Most / 10))
                _sessions.TryRemove(hash, out _);
        }

        var secret = SecretHash.NewSecret();
        session.Used = time.GetUtcNow();
        _sessions[SecretHash.Of(secret)] = session;
        return secret;
    }

    /// <summary>Who a cookie is of; null when nobody, or not any more.</summary>
    public Caller? Find(string secret)
    {
        var hash = SecretHash.Of(secret);
        if (!_sessions.TryGetValue(hash, out var session))
            return null;
        var now = time.GetUtcNow();
        var hasChanged = session.Caller.User is { } user && !ReferenceEquals(users.Find(user.Name), user);
        if (now - session.Used > Lasts || now >= session.Ends || hasChanged)
        {
            _sessions.TryRemove(hash, out _);
            return null;
        }

        session.Used = now;
        return session.Caller;
    }

    public void End(string secret) => _sessions.TryRemove(SecretHash.Of(secret), out _);

    private sealed class Session(Caller caller, DateTimeOffset ends)
    {
        public Caller Caller => caller;

        public DateTimeOffset Ends => ends;

        public DateTimeOffset Used { get; set; }
    }
}
