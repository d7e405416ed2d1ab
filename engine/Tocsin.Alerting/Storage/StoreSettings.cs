using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tocsin.Alerting.Storage;

/// <summary>How a state store is opened.</summary>
public sealed record StoreSettings
{
    /// <summary>The folder the state is kept in; made when missing. Null keeps it in a temporary folder until the store is closed.</summary>
    public string? Folder { get; init; }

    /// <summary>The id of a store that is made; null, the default, for one that no other has.</summary>
    public string? NewId { get; init; }

    /// <summary>The number that deliveries begin with, unless some have a higher one; null, the default, for one by the clock, so that none is ever used twice.</summary>
    public long? FirstNumber { get; init; }

    /// <summary>The folder's lock where somebody has taken it already; the store lets go of it at its end. Null, the default, takes it.</summary>
    public DataFolderLock? Lock { get; init; }

    /// <summary>
    /// False, the default: what is committed survives the end of the process, however sudden. True: also that of the machine; each
    /// commit then waits for the disk.
    /// </summary>
    public bool SyncEveryCommit { get; init; }

    /// <summary>Whether ends of deliveries are written to the ledger. Default true.</summary>
    public bool KeepsLedger { get; init; } = true;

    /// <summary>
    /// How much room a file takes that is given up when the disk is full, so that the server can put its files in order then. A sixteenth of the
    /// disk at most; 0 for none. Default 16 MiB.
    /// </summary>
    public long ReserveBytes { get; init; } = 16L << 20;

    /// <summary>The write-ahead log is emptied when it is longer, or takes much of what is left of the disk. Default 128 MiB.</summary>
    public long LongestLog { get; init; } = 128L << 20;

    /// <summary>How long the opening may look for damage; zero does not look. Default 5 s.</summary>
    public TimeSpan CheckLimit { get; init; } = TimeSpan.FromSeconds(5);

    public ILogger Log { get; init; } = NullLogger.Instance;
}
