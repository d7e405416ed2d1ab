using System.Collections.Immutable;
using System.Security.Cryptography;
using Tocsin.Alerting.Storage.Records;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>The tokens. Each is shown once, when it is made. Safe for any number of threads.</summary>
internal sealed class TokenRegistry
{
    private const int Most = 10_000;
    private const int IdLength = 8;
    private const long BetweenNotes = 60_000;

    private readonly IAccessRecords _records;
    private readonly UserRegistry _users;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private volatile ImmutableDictionary<SecretHash, ApiToken> _tokens;

    public TokenRegistry(IAccessRecords records, UserRegistry users, TimeProvider time)
    {
        (_records, _users, _time) = (records, users, time);
        _tokens = records.LoadTokens().Select(row => new ApiToken(row)).ToImmutableDictionary(token => token.Hash);
    }

    /// <summary>Called after a change: what was found out about callers before may be wrong now.</summary>
    public event Action? Changed;

    /// <summary>The oldest first.</summary>
    public IEnumerable<ApiToken> All => _tokens.Values.OrderBy(token => token.Row.Created).ThenBy(token => token.Row.Id, StringComparer.Ordinal);

    /// <summary>The token that a secret is; null when it is none.</summary>
    public ApiToken? Find(string secret) => _tokens.GetValueOrDefault(SecretHash.Of(secret));

    /// <returns>The token, and its secret, which is kept nowhere.</returns>
    /// <exception cref="UserException">It cannot be.</exception>
    public async Task<(ApiToken Token, string Secret)> AddAsync(string name, Roles roles, DateTimeOffset? expires)
    {
        var now = _time.GetUtcNow();
        if (_users.IsEmpty)
            throw new UserException("tokens need a user first: add an administrator with 'tocsin users add NAME --role admin'", isConflict: true);
        if (name.Length is 0 or > UserRegistry.LongestName || name.Any(char.IsControl) || name.StartsWith('~'))
            throw new UserException($"a token needs a name of 1 to {UserRegistry.LongestName} characters that says what it is for, and does not begin with '~'");
        if (roles == Roles.None)
            throw new UserException($"a token needs a role: {RoleNames.Known}");
        if (expires <= now)
            throw new UserException("the expiry is in the past: give a later one");

        var secret = ApiToken.Prefix + SecretHash.NewSecret();
        var token = new ApiToken(new TokenRow
        {
            Id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true),
            Name = name,
            Hash = SecretHash.Of(secret).ToBytes(),
            Roles = RoleNames.Write(roles),
            Created = now.ToUnixTimeMilliseconds(),
            Expires = expires?.ToUnixTimeMilliseconds(),
        });
        await ChangeAsync(tokens => tokens.Count < Most
            ? (tokens.Add(token.Hash, token), writer => writer.AddToken(token.Row))
            : throw new UserException($"there are {Most} tokens already, which is the limit: revoke some", isConflict: true)).ConfigureAwait(false);
        return (token, secret);
    }

    /// <returns>The token that was.</returns>
    /// <exception cref="UserException">There is no such token.</exception>
    public async Task<ApiToken> RevokeAsync(string id)
    {
        var token = _tokens.Values.FirstOrDefault(known => known.Row.Id == id)
            ?? throw new UserException($"no token '{id}': 'tocsin tokens' lists token ids", isMissing: true);
        await ChangeAsync(tokens => (tokens.Remove(token.Hash), writer => writer.DeleteToken(id))).ConfigureAwait(false);
        return token;
    }

    /// <summary>Notes that a token was used; written down once a minute at most.</summary>
    public void Use(ApiToken token, long now)
    {
        if (token.Use(now, BetweenNotes))
            _records.Enqueue(new TokenUse(token.Row.Id, now));
    }

    private async Task ChangeAsync(Func<ImmutableDictionary<SecretHash, ApiToken>, (ImmutableDictionary<SecretHash, ApiToken> After, Action<IAccessWriter> Write)> change)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            var (after, write) = change(_tokens);
            await _records.CommitAsync(write).ConfigureAwait(false);
            _tokens = after;
        }
        finally
        {
            _one.Release();
        }

        Changed?.Invoke();
    }
}
