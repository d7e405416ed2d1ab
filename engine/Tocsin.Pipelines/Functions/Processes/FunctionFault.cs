namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What went wrong in a node's function, for the node's counters and log.</summary>
internal readonly record struct FunctionFault(string What, string Why);
