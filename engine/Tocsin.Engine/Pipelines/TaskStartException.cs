namespace Tocsin.Engine.Pipelines;

/// <summary>A task cannot start; the message is shown to the person who wanted it.</summary>
public sealed class TaskStartException(string message) : Exception(message);
