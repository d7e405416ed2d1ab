using Tocsin.Alerting.Storage;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Journals;

/// <summary>
/// What was written is kept in files of the data folder before it is acknowledged, so that a server that ended by force goes on as if nothing had been,
/// and scripts can be tried on the data of the last hours.
/// </summary>
public sealed record JournalOptions : ICheckedOptions
{
    /// <summary>The least <see cref="SizeBytes"/>: some files, of which the oldest goes when there is another.</summary>
    public const long LeastBytes = 16L << 20;

    private const long MostBytes = 4L << 30;
    private const int PartOfDisk = 10;

    /// <summary>False keeps nothing: what came since the last writing of what tasks know is missing after an end by force. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long what no task needs for its next start is kept. 0 gives it back at once. Default 24 h.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How large all of it may become; the oldest goes then, whoever needs it. At least 16 MiB; default 4 GiB, and a tenth of the disk at most.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>What an acknowledged write outlives; default: what <c>storage.synchronous</c> says.</summary>
    public StorageSafety? Sync { get; init; }

    /// <summary>What happens to a write that cannot be kept, as on a full disk. Default <see cref="JournalFull.Refuse"/>.</summary>
    public JournalFull WhenFull { get; init; } = JournalFull.Refuse;

    /// <summary>How large all of it may become in a folder.</summary>
    internal long SizeIn(string folder) => SizeBytes ?? Math.Clamp((DiskSpace.TotalAt(folder) ?? MostBytes) / PartOfDisk, LeastBytes, MostBytes);

    IEnumerable<OptionProblem> ICheckedOptions.Check()
    {
        if (Keep < TimeSpan.Zero)
            yield return new OptionProblem("keep", "must not be negative; 0s keeps what tasks need and no more");
        if (SizeBytes < LeastBytes)
            yield return new OptionProblem("size-bytes", $"must be at least {LeastBytes}; enabled: false keeps nothing");
    }
}
