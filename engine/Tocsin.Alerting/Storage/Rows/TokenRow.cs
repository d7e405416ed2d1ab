namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A token that programs show in the place of user and password, as storage keeps it.</summary>
public sealed record TokenRow
{
    /// <summary>Names it in lists and addresses; no secret.</summary>
    public required string Id { get; init; }

    /// <summary>What it is for, in its maker's words.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 of the token, which itself is kept nowhere.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What it allows, by names with commas between them.</summary>
    public required string Roles { get; init; }

    /// <summary>When it was made, in milliseconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>When it ends, in milliseconds since 1970; null when it never does.</summary>
    public long? Expires { get; init; }

    /// <summary>When it was last used, to the minute, in milliseconds since 1970; null when it never was.</summary>
    public long? Used { get; init; }
}
