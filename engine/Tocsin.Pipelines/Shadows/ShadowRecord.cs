namespace Tocsin.Pipelines.Shadows;

/// <summary>What a live task and its shadow have raised since they run side by side.</summary>
/// <param name="Since">When that began: one that gets another script begins it again.</param>
/// <param name="IsFull">True when so much has happened that no more is noted.</param>
/// <param name="Changes">The changes of level, in their order.</param>
public sealed record ShadowRecord(DateTimeOffset Since, bool IsFull, IReadOnlyList<ShadowChange> Changes);
