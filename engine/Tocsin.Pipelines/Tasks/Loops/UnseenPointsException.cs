namespace Tocsin.Pipelines.Tasks.Loops;

/// <summary>A task has ended before it had processed points that it had taken in, and no other takes its place: whoever wrote them should write them again.</summary>
public sealed class UnseenPointsException(string task)
    : Exception($"task {task} has ended before it had processed all of these points: send them again");
