namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>On how many loops a task works.</summary>
/// <param name="Count">How many there are: 1, or a power of two.</param>
/// <param name="Limit">How many there may be.</param>
/// <param name="Reason">Why there are no more, in words.</param>
public readonly record struct TaskLoops(int Count, int Limit, string Reason);
