using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Tocsin.Engine.Storage;

/// <summary>How a state store is opened.</summary>
public sealed record StoreSettings
{
    /// <summary>The folder the state is kept in; made when missing. Null keeps it in a temporary folder until the store is closed.</summary>
    public string? Folder { get; init; }

    /// <summary>
    /// False, the default: what is committed survives the end of the process, however sudden. True: also that of the machine; each
    /// commit then waits for the disk.
    /// </summary>
    public bool SyncEveryCommit { get; init; }

    /// <summary>Whether ends of deliveries are written to the ledger. Default true.</summary>
    public bool KeepsLedger { get; init; } = true;

    public ILogger Log { get; init; } = NullLogger.Instance;
}
