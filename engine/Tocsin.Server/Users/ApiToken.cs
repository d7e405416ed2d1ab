using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Server.Users;

/// <summary>A token that is in force, and when it was last used.</summary>
internal sealed class ApiToken(TokenRow row)
{
    /// <summary>Tells tokens from passwords and from those of others; programs that look for secrets in files know it by this.</summary>
    public const string Prefix = "tocsin_";

    private long _used = row.Used ?? 0;
    private long _noted = row.Used ?? 0;

    public TokenRow Row { get; } = row;

    public SecretHash Hash { get; } = SecretHash.Read(row.Hash);

    public Caller Caller { get; } = Caller.Of(row);

    /// <summary>When it was last used, in milliseconds since 1970; 0 when it never was.</summary>
    public long Used => Volatile.Read(ref _used);

    public bool IsOver(long now) => Row.Expires <= now;

    /// <summary>It was used now.</summary>
    /// <param name="rest">How long nothing is written after that was, in milliseconds.</param>
    /// <returns>Whether it is time to write that.</returns>
    public bool Use(long now, long rest)
    {
        Volatile.Write(ref _used, now);
        var noted = Volatile.Read(ref _noted);
        return now - noted >= rest && Interlocked.CompareExchange(ref _noted, now, noted) == noted;
    }
}
