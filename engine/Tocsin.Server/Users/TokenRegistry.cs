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
    private readonly CommittedTable<ImmutableDictionary<SecretHash, ApiToken>> _tokens;

    public TokenRegistry(IAccessRecords records, UserRegistry users, TimeProvider time)
    {
        (_records, _users, _time) = (records, users, time);
        _tokens = new(records, records.LoadTokens().Select(row => new ApiToken(row)).ToImmutableDictionary(token => token.Hash));
    }

    /// <summary>Called after a change: what was found out about callers before may be wrong now.</summary>
    public event Action? Changed
    {
        add => _tokens.Changed += value;
        remove => _tokens.Changed -= value;
    }

    /// <summary>The oldest first.</summary>
    public IEnumerable<ApiToken> All => _tokens.Now.Values.OrderBy(token => token.Row.Created).ThenBy(token => token.Row.Id, StringComparer.Ordinal);

    /// <summary>The token whose secret has a hash; null when there is none.</summary>
    public ApiToken? Find(SecretHash secret) => _tokens.Now.GetValueOrDefault(secret);

    /// <returns>The token, and its secret, which is kept nowhere.</returns>
    /// <exception cref="UserException">It cannot be.</exception>
    public async Task<(ApiToken Token, string Secret)> AddAsync(string name, Roles roles, DateTimeOffset? expires)
    {
        var now = _time.GetUtcNow();
        if (_users.IsEmpty)
            throw new UserException("tokens need a user first: add an administrator with 'tocsin users add NAME --role admin'", isConflict: true);
        if (!AccountNames.IsReadable(name))
            throw new UserException($"a token needs a name of 1 to {AccountNames.Longest} characters on one line that says what it is for, without leading or trailing spaces");
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
        await _tokens.ChangeAsync(tokens => tokens.Count < Most
            ? (tokens.Add(token.Hash, token), writer => writer.AddToken(token.Row))
            : throw new UserException($"there are {Most} tokens already, which is the limit: revoke some", isConflict: true)).ConfigureAwait(false);
        return (token, secret);
    }

    /// <summary>Revokes a token, also while nothing can be stored.</summary>
    /// <returns>The token that was, and why that is not stored yet; null when it is.</returns>
    /// <exception cref="UserException">There is no such token.</exception>
    public async Task<(ApiToken Token, string? NotStored)> RevokeAsync(string id)
    {
        ApiToken? revoked = null;
        var notStored = await _tokens.WithdrawAsync(tokens =>
        {
            revoked = tokens.Values.FirstOrDefault(known => known.Row.Id == id) ?? throw new UserException($"no token '{id}': 'tocsin tokens' lists token ids", isMissing: true);
            return (tokens.Remove(revoked.Hash), writer => writer.DeleteToken(id));
        }).ConfigureAwait(false);
        return (revoked!, notStored); // It was set, or something was thrown.
    }

    /// <summary>Notes that a token was used; written down once a minute at most.</summary>
    public void Use(ApiToken token, long now)
    {
        if (token.Use(now, BetweenNotes))
            _records.Enqueue(new TokenUse(token.Row.Id, now));
    }
}
