namespace Tocsin.Pipelines.Tasks.Checkpoints;

/// <summary>How much of a task would be there after the end of the process by force.</summary>
/// <param name="Taken">What was known at this time is written down; null when nothing is.</param>
/// <param name="Bytes">How much that is.</param>
/// <param name="Paused">How long the task stood still for it last.</param>
/// <param name="Problem">Why nothing newer could be written down; empty when nothing is wrong.</param>
public sealed record CheckpointStatus(DateTimeOffset? Taken, long Bytes, TimeSpan Paused, string Problem);
