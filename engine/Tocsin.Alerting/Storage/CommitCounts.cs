namespace Tocsin.Alerting.Storage;

/// <summary>What was committed since the start.</summary>
/// <param name="Commits">How many commits there were.</param>
/// <param name="Changes">The changes that they carried.</param>
/// <param name="Time">How long they took together.</param>
/// <param name="Waiting">The changes that wait for the next one.</param>
public readonly record struct CommitCounts(long Commits, long Changes, TimeSpan Time, int Waiting);
