namespace Tocsin.Pipelines.Processing;

/// <summary>Ends the thread of a task that was given up while a function did not come back. A cancellation: no failure of the node at hand.</summary>
internal sealed class TaskAbandonedException() : OperationCanceledException("the task was given up");
