namespace Tocsin.Server.Reloading;

/// <summary>What came of reading the configuration again. Keys only: values may be secrets.</summary>
internal sealed record ConfigReport
{
    /// <summary>The file.</summary>
    public required string Path { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Keys that changed and are in force.</summary>
    public IReadOnlyList<string> Applied { get; init; } = [];

    /// <summary>Keys that changed and count for each task from its next start on.</summary>
    public IReadOnlyList<string> WithTask { get; init; } = [];

    /// <summary>Keys that say something else than the server runs with, until it is started anew.</summary>
    public IReadOnlyList<string> NeedsRestart { get; init; } = [];

    /// <summary>Handlers and sources that were made anew.</summary>
    public IReadOnlyList<string> Renewed { get; init; } = [];

    /// <summary>Handlers and sources that could not be made anew and go on as they were, with the reason.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>What should be looked at, with its place.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Why the file was not applied, with places; when there is anything, nothing changed.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    public bool NeedsAttention => Errors.Count + Kept.Count > 0;
}
