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
    private readonly AttemptLimiter _passwords;
    private readonly AttemptLimiter _tokens;
    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly HttpOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Lazy<AccessKey?> _key;
    private readonly OidcTokens? _access;
    private SecretHash _local;
    private bool _isKeyReported;
    private int _waiting;

    /// <param name="folder">The data folder; null for none.</param>
    /// <param name="provider">Whose access tokens are taken; null for none.</param>
    public ServerAccess(IAccessRecords records, HttpOptions options, TimeProvider time, string? folder, ILogger log, OidcProvider? provider = null)
    {
        (Provider, _access) = (provider, provider is null ? null : new OidcTokens(provider));
        (_options, _time, _log) = (options, time, log);
        _key = new(() => folder is null ? null : AccessKey.Of(folder));
        (_passwords, _tokens) = (new AttemptLimiter(time), new AttemptLimiter(time));
        Users = new UserRegistry(records, time, folder);
        Tokens = new TokenRegistry(records, Users, time);
        Sessions = new SessionTable(Users, time);
        Users.Changed += _cache.Clear;
        Users.PasswordGiven += _passwords.Pardon;
        Tokens.Changed += _cache.Clear;
    }

    public UserRegistry Users { get; }

    public TokenRegistry Tokens { get; }

    public SessionTable Sessions { get; }

    /// <summary>Who signs callers in besides this server; null for nobody.</summary>
    public OidcProvider? Provider { get; }

    /// <summary>True when callers must say who they are.</summary>
    public bool IsOn => _options.AsksWhoCalls() ?? (Provider is not null || Users.IsAskedFor);

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
            return _access is not null && JsonWebToken.IsOne(rest) && OidcTokens.MayBeOne(rest) ? OfProviderAsync(given, rest, machine, now) : new(OfToken(given, rest, machine, now));

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
        if (name.Length > AccountNames.Longest)
            return new(SignIn.Refused(Wrong));

        // To look at one costs much, and people make passwords that can be guessed.
        if (_passwords.WaitFor(machine, name) is { Ticks: > 0 } wait)
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
        {
            NoteFailure(_passwords, machine, name, Wrong);
            return SignIn.Refused(Wrong);
        }

        _passwords.Succeeded(machine, name);
        var caller = Caller.Of(user);
        _cache.Add(given, caller, null, now, long.MaxValue, version);
        return new SignIn(caller);
    }

    private SignIn OfToken(in Credentials given, string secret, IPAddress machine, long now)
    {
        var version = _cache.Version;
        if (JsonWebToken.IsOne(secret))
            return OfJsonWebToken(given, secret, machine, now, version);
        var hash = SecretHash.Of(secret);
        if (hash == _local && _local != default && IPAddress.IsLoopback(machine))
            return new SignIn(new Caller("~local", Roles.Admin));
        if (Tokens.Find(hash) is not { } token)
            return TokenFailed("", machine, $"{Wrong}: there is no such token, or it was revoked");
        if (token.IsOver(now))
            return TokenFailed(token.Caller.Name, machine, $"{Wrong}: the token has expired: create another with 'tocsin tokens add'");
        _cache.Add(given, token.Caller, token, now, token.Row.Expires ?? long.MaxValue, version);
        Tokens.Use(token, now);
        return new SignIn(token.Caller);
    }

    private SignIn OfJsonWebToken(in Credentials given, string text, IPAddress machine, long now, int version)
    {
        if (_options.SharedSecret.Length == 0)
            return TokenFailed("", machine, "invalid token: this server has no http.shared-secret that it could be signed with");
        if (JsonWebToken.Read(text, _options.SharedSecret, now, out var problem) is not { } token)
            return TokenFailed("", machine, problem ?? Wrong);
        if (RolesOf(token) is not { } roles)
        {
            return TokenFailed(
                token.User, machine, $"{Wrong}: no user '{token.User}': add the user, or set http.jwt-roles: true and put a roles claim in the token");
        }

        var caller = Caller.Of(token, roles);
        _cache.Add(given, caller, null, now, token.Expires, version);
        return new SignIn(caller);
    }

    private async ValueTask<SignIn> OfProviderAsync(Credentials given, string text, IPAddress machine, long now)
    {
        var version = _cache.Version;
        var (caller, problem, expires) = await _access!.ReadAsync(text).ConfigureAwait(false); // The caller has looked.
        if (caller is null)
            return TokenFailed("", machine, problem);
        _cache.Add(given, caller, null, now, expires, version);
        return new SignIn(caller);
    }

    // Who is removed, or may do less from now on, must not be able to do more for it: either the user decides, always, or the claim.
    private Roles? RolesOf(JsonWebToken token)
    {
        if (_options.JwtRoles && token.Roles is { } signed)
            return signed;
        return Users.Find(token.User) is { } user ? RoleNames.Read(user.Roles) & (token.Roles ?? Roles.Admin) : null;
    }

    private SignIn OfSubscriber(in Credentials given, string password, IPAddress machine, long now)
    {
        if (KeyOrNull() is not { } key || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(password), Encoding.UTF8.GetBytes(key.Subscriber)))
            return TokenFailed(SubscriberName, machine, $"{Wrong}: the subscription's password is out of date; the server recreates subscriptions within a minute, or on POST /kapacitor/v1/subscriptions");
        var caller = new Caller(SubscriberName, Roles.Write);
        _cache.Add(given, caller, null, now, long.MaxValue, _cache.Version);
        return new SignIn(caller);
    }

    // What is wrong with a file of the server is no matter of whoever asks.
    private AccessKey? KeyOrNull()
    {
        try
        {
            return _key.Value;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            if (!Interlocked.Exchange(ref _isKeyReported, true))
                Log.NoKey(_log, problem.Message);
            return null;
        }
    }

    // A token is as quickly looked at as it is refused, and nobody guesses one: others that fail keep no right one out.
    private SignIn TokenFailed(string name, IPAddress machine, string why)
    {
        NoteFailure(_tokens, machine, name, why);
        return new SignIn(null, why, _tokens.WaitFor(machine, name));
    }

    private void NoteFailure(AttemptLimiter limiter, IPAddress machine, string name, string why)
    {
        if (limiter.Failed(machine, name))
            Log.Failed(_log, name, machine, why);
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

        [LoggerMessage(Level = LogLevel.Error, Message = "the key of subscriptions cannot be read, what InfluxDB sends on is refused: let the server's user read it, and start again err={Why}")]
        public static partial void NoKey(ILogger logger, string why);
    }
}
