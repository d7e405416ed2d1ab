namespace Tocsin.Server.Loading;

/// <summary>What came of loading a folder.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="At">When the load was over.</param>
/// <param name="Applied">How many definitions are in force as their files say.</param>
/// <param name="Total">How many there are; a file that cannot be understood counts as one.</param>
/// <param name="Errors">What is wrong, each with file and place.</param>
/// <param name="Warnings">What should be looked at, each with file and place.</param>
internal sealed record LoadReport(
    string Folder, DateTimeOffset At, int Applied, int Total, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>How many definitions stay in force whose folder is gone, which may be for a moment only.</summary>
    public int Orphans { get; init; }

    /// <summary>True when the folder is not in force as it stands.</summary>
    public bool NeedsAttention => Errors.Count > 0;
}
