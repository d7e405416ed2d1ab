namespace Tocsin.Alerting.Storage;

/// <summary>What is seen of the state of a folder that no server uses, without changing anything.</summary>
public sealed record StateLook
{
    /// <summary>False when there is none yet.</summary>
    public bool IsThere { get; init; }

    /// <summary>The version of its tables.</summary>
    public int Version { get; init; }

    /// <summary>The version that this program brings it to.</summary>
    public int NewestVersion { get; init; }

    /// <summary>What is wrong with it; null when nothing is, as far as was looked.</summary>
    public string? Problem { get; init; }

    /// <summary>True when the server was not stopped in order: what it wrote last stands in the log, and only the next start looks at it.</summary>
    public bool HasLog { get; init; }

    /// <summary>How many users there are; null when that was not seen.</summary>
    public int? Users { get; init; }

    /// <summary>Files beside it that were replaced, as by a restore or when it was damaged.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];
}
