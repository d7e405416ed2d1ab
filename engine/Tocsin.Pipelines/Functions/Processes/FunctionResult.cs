using Wired = Tocsin.Pipelines.Functions.Processes.Wire;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What a function gave: a point, or the points of a batch with its end.</summary>
internal readonly record struct FunctionResult(Wired.Point? Point, List<Wired.Point>? Points, Wired.EndBatch? End);
