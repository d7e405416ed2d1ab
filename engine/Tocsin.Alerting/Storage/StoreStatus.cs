namespace Tocsin.Alerting.Storage;

/// <summary>How a store is.</summary>
public sealed record StoreStatus
{
    /// <summary>The data folder, with the file that holds it or beside the database that does.</summary>
    public required string Folder { get; init; }

    /// <summary>The server and the database that hold it, without secrets; empty where a file in the folder does.</summary>
    public string Database { get; init; } = "";

    /// <summary>The version of its tables.</summary>
    public required int Version { get; init; }

    /// <summary>What keeps changes from being written, and the way out; null while they are written.</summary>
    public StoreFailure? Failure { get; init; }

    /// <summary>The last change that was left out as it could not be written, and nobody was told; null when there is none since the start.</summary>
    public RefusedChangeException? Refused { get; init; }

    /// <summary>What was saved of a damaged file, and where that is kept; empty when none is.</summary>
    public string Salvage { get; init; } = "";

    /// <summary>Rows whose values made no sense, a hundred at most.</summary>
    public IReadOnlyList<string> RowProblems { get; init; } = [];

    /// <summary>The length of the write-ahead log.</summary>
    public long LogBytes { get; init; }

    /// <summary>What was committed since the start.</summary>
    public CommitCounts Commits { get; init; }

    /// <summary>The room that is kept for a full disk.</summary>
    public long ReserveBytes { get; init; }

    /// <summary>True since the disk was full and as long as there is no room for a new reserve.</summary>
    public bool IsReserveUsed { get; init; }
}
