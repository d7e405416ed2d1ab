using System.Net;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Users;

/// <summary>Says who a caller is, by what the request shows. Safe for any number of threads.</summary>
internal sealed partial class ServerAccess
{
    /// <summary>Who InfluxDB says it is when it sends writes on.</summary>
    public const string SubscriberName = "~subscriber";

    private const string Unreadable = "unable to parse authentication credentials: send user and password (Basic), a token (Bearer), or u= and p= in the address";
    private const string Wrong = "authorization failed";

    // Hashes of passwords take a processor for a while, and there are points to be judged.
    private const int MostWaiting = 64;

    private readonly CredentialCache _cache = new();
    private readonly AttemptLimiter _limiter;
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly HttpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<AccessKey?> _key;
    private SecretHash _local;
    private int _waiting;

    /// <param name="folder">The data folder; null for none.</param>
    public ServerAccess(IAccessRecords records, HttpOptions options, TimeProvider time, string? folder, ILogger log)
    {
        (_options, _time, _log) = (options, time, log);
        _key = new(() => folder is null ? null : AccessKey.Of(folder));
        _limiter = new AttemptLimiter(time);
        Users = new UserRegistry(records, time, folder);
        Tokens = new TokenRegistry(records, Users, time);
        Sessions = new SessionTable(Users, time);
        Users.Changed += _cache.Clear;
        Tokens.Changed += _cache.Clear;
    }

    public UserRegistry Users { get; }

    public TokenRegistry Tokens { get; }

    public SessionTable Sessions { get; }

    /// <summary>True when callers must say who they are.</summary>
    public bool IsOn => _options.AsksWhoCalls() ?? Users.IsAskedFor;

    /// <summary>What InfluxDB is to show with the writes that it sends on; null when it need not.</summary>
    public string? Subscriber => IsOn ? _key.Value?.Subscriber : null;

    /// <summary>Makes a token for programs of this machine that may read the data folder; the one before is none any more.</summary>
    public string NewLocalToken()
    {
        var secret = SecretHash.NewSecret();
        _local = SecretHash.Of(secret);
        return secret;
    }

    /// <param name="machine">Where the request comes from.</param>
    public ValueTask<SignIn> SignInAsync(in Credentials given, IPAddress machine)
    {
        if (given.Kind == CredentialKind.None || given.Text.Length > Credentials.Longest)
            return new(SignIn.Refused(Unreadable));
        if (given.Kind == CredentialKind.Session)
            return new(Sessions.Find(given.Text) is { } signedIn ? new SignIn(signedIn) : SignIn.Refused("the session has expired: sign in again"));

        var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        if (!_cache.TryFind(given, now, out var caller, out var token))
            return CheckAsync(given, machine, now);
        if (token is not null)
            Tokens.Use(token, now);
        return new(new SignIn(caller));
    }

    private ValueTask<SignIn> CheckAsync(Credentials given, IPAddress machine, long now)
    {
        if (given.Kind == CredentialKind.Password)
            return OfUserAsync(given, given.Text, machine, now);
        var (scheme, rest) = given.Text.Split(' ', 2, StringSplitOptions.TrimEntries) is [var first, var second] ? (first, second) : ("", "");
        if (scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase))
            return Decoded(rest) is { } text ? OfUserAsync(given, text, machine, now) : new(SignIn.Refused(Unreadable));
        if (scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase))
            return new(OfToken(given, rest, machine, now));

        // InfluxDB's own scheme: a token, or user and password.
        if (scheme.Equals("Token", StringComparison.OrdinalIgnoreCase) && rest.Length > 0)
            return rest.Contains(':', StringComparison.Ordinal) ? OfUserAsync(given, rest, machine, now) : new(OfToken(given, rest, machine, now));
        return new(SignIn.Refused(Unreadable));
    }

    private ValueTask<SignIn> OfUserAsync(Credentials given, string text, IPAddress machine, long now)
    {
        if (text.Split(':', 2) is not [var name, var password])
            return new(SignIn.Refused(Unreadable));

        // Programs that know of users only show a token as the password.
        if (password.StartsWith(ApiToken.Prefix, StringComparison.Ordinal))
            return new(OfToken(given, password, machine, now));
        if (name.Length == 0)
            return new(SignIn.Refused("username required"));
        if (name == SubscriberName)
            return new(OfSubscriber(given, password, machine, now));
        if (_limiter.WaitFor(machine, name) is { Ticks: > 0 } wait)
            return new(new SignIn(null, "too many failed sign-ins: wait before trying again", wait));
        return CheckPasswordAsync(given, name, password, machine, now);
    }

    private async ValueTask<SignIn> CheckPasswordAsync(Credentials given, string name, string password, IPAddress machine, long now)
    {
        var version = _cache.Version;
        var user = Users.Find(name);
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new SignIn(null, "too many sign-ins in progress: try again", TimeSpan.FromSeconds(1));
        }

        bool isRight;
        try
        {
            await _hashing.WaitAsync().ConfigureAwait(false);
            try
            {
                isRight = await Task.Run(() => Passwords.IsRight(user?.PasswordHash, password)).ConfigureAwait(false);
            }
            finally
            {
                _hashing.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        if (!isRight || user is null)
            return Failed(name, machine, Wrong);
        _limiter.Succeeded(machine, name);
        var caller = new Caller(user.Name, RoleNames.Read(user.Roles));
        _cache.Add(given, caller, null, now, long.MaxValue, version);
        return new SignIn(caller);
    }

    private SignIn OfToken(in Credentials given, string secret, IPAddress machine, long now)
    {
        var version = _cache.Version;
        if (JsonWebToken.IsOne(secret))
            return OfJsonWebToken(given, secret, machine, now, version);
        if (SecretHash.Of(secret) is var hash && hash == _local && _local != default && IPAddress.IsLoopback(machine))
            return new SignIn(new Caller("~local", Roles.Admin));
        if (Tokens.Find(secret) is not { } token)
            return Failed("", machine, $"{Wrong}: there is no such token, or it was revoked");
        if (token.IsOver(now))
            return Failed(token.Row.Name, machine, $"{Wrong}: the token has expired: create another with 'tocsin tokens add'");
        _cache.Add(given, token.Caller, token, now, token.Row.Expires ?? long.MaxValue, version);
        Tokens.Use(token, now);
        return new SignIn(token.Caller);
    }

    private SignIn OfJsonWebToken(in Credentials given, string text, IPAddress machine, long now, int version)
    {
        if (_options.SharedSecret.Length == 0)
            return Failed("", machine, "invalid token: this server has no http.shared-secret that it could be signed with");
        if (JsonWebToken.Read(text, _options.SharedSecret, now, out var problem) is not { } token)
            return Failed("", machine, problem ?? Wrong);
        if ((Users.Find(token.User) is { } user ? RoleNames.Read(user.Roles) & (token.Roles ?? Roles.Admin) : token.Roles) is not { } roles)
            return Failed(token.User, machine, $"{Wrong}: no user '{token.User}': add the user, or put a roles claim in the token");
        var caller = new Caller(token.User, roles);
        _cache.Add(given, caller, null, now, token.Expires, version);
        return new SignIn(caller);
    }

    private SignIn OfSubscriber(in Credentials given, string password, IPAddress machine, long now)
    {
        if (_key.Value is not { } key || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(key.Subscriber)))
            return Failed(SubscriberName, machine, $"{Wrong}: the subscription's password is out of date; the server recreates subscriptions within a minute, or on POST /kapacitor/v1/subscriptions");
        var caller = new Caller(SubscriberName, Roles.Write);
        _cache.Add(given, caller, null, now, long.MaxValue, _cache.Version);
        return new SignIn(caller);
    }

    private SignIn Failed(string name, IPAddress machine, string why)
    {
        if (_limiter.Failed(machine, name))
            Log.Failed(_log, name.Length <= UserRegistry.LongestName ? name : name[..UserRegistry.LongestName], machine, why);
        return SignIn.Refused(why);
    }

    private static string? Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "sign-in refused; further failures in a row are counted, not logged user={User} host={Host} err={Why}")]
        public static partial void Failed(ILogger logger, string user, IPAddress host, string why);
    }
}
