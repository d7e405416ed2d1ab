namespace Tocsin.Alerting.Storage.Rows;

/// <summary>A request that was not understood, as storage keeps it.</summary>
public sealed record QuarantineRow
{
    /// <summary>Grows with each row.</summary>
    public required long Number { get; init; }

    /// <summary>The id of the source it came to.</summary>
    public required string Source { get; init; }

    /// <summary>When it came in, in milliseconds since 1970.</summary>
    public required long ReceivedUnixMilliseconds { get; init; }

    /// <summary>Why it was not understood.</summary>
    public required string Problem { get; init; }

    /// <summary>Method, path, address, query and headers as JSON, with credentials masked.</summary>
    public required string Head { get; init; }

    /// <summary>The raw body, perhaps cut.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The length of the body as it came in.</summary>
    public required long BodyLength { get; init; }
}
