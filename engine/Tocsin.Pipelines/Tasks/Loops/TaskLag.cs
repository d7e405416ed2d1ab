namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>What a task has taken in and is not through with.</summary>
/// <param name="Batches">Writes that wait or are being processed.</param>
/// <param name="Points">Their points.</param>
/// <param name="Oldest">How long the oldest of them has been there; zero when there is none.</param>
public readonly record struct TaskLag(int Batches, long Points, TimeSpan Oldest)
{
    /// <summary>What several loops have of the same writes.</summary>
    internal TaskLag Or(TaskLag other) =>
        new(Math.Max(Batches, other.Batches), Math.Max(Points, other.Points), Oldest > other.Oldest ? Oldest : other.Oldest);
}
