namespace Tocsin.Pipelines.Recordings.Replays;

/// <summary>What is asked of a replay.</summary>
public sealed record ReplayRequest
{
    /// <summary>Empty for a new one.</summary>
    public string Id { get; init; } = "";

    public string Task { get; init; } = "";

    /// <inheritdoc cref="TaskReplay.KeepsTimes"/>
    public bool KeepsTimes { get; init; }

    public ReplayClock Clock { get; init; }
}
