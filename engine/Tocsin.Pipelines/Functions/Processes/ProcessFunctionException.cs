namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>A function of another process does not say what it takes, so that scripts cannot use it yet.</summary>
public sealed class ProcessFunctionException(string message) : Exception(message);
