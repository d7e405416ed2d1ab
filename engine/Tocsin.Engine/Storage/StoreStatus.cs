namespace Tocsin.Engine.Storage;

/// <summary>How a store is.</summary>
public sealed record StoreStatus
{
    /// <summary>The folder that holds it.</summary>
    public required string Folder { get; init; }

    /// <summary>The version of its file's layout.</summary>
    public required int Version { get; init; }

    /// <summary>What keeps changes from being written, and the way out; null while they are written.</summary>
    public StoreFailure? Failure { get; init; }
}
