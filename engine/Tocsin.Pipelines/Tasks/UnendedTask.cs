namespace Tocsin.Pipelines.Tasks;

/// <summary>A task that was stopped and does not end: others go on without it, and what it still does reaches nobody.</summary>
/// <param name="Id">The task's id, which another may have by now.</param>
/// <param name="Node">The node that does not come to an end.</param>
/// <param name="Since">When it was given up.</param>
/// <param name="Thread">Ends when it does come to an end.</param>
public sealed record UnendedTask(string Id, string Node, DateTimeOffset Since, Task Thread);
