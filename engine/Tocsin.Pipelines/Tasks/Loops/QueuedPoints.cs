using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>Points that a task is to process. Whoever has them holds their batch.</summary>
/// <param name="Since">A time stamp of the clock: when they came to the task.</param>
internal readonly record struct QueuedPoints(BatchShare Share, long Since)
{
    /// <summary>What they are part of.</summary>
    public PointBatch Batch => Share.Batch!; // Points have a batch.

    /// <summary>Those of some series.</summary>
    /// <param name="part">The series; null for all.</param>
    public QueuedPoints Of(SeriesPart? part) => part is null ? this : this with { Share = Share.Of(part) };
}
