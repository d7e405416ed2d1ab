using Tocsin.Pipelines.Data;

namespace Tocsin.Pipelines.Functions.Processes;

/// <summary>What a function is given: a point of a group, or a batch. Both last by themselves.</summary>
internal readonly record struct FunctionInput(Point? Point, Group Group, Batch? Batch);
