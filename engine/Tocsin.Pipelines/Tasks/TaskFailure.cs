using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Processing;

namespace Tocsin.Pipelines.Tasks;

/// <summary>The last message that a task could not process.</summary>
/// <param name="Node">The node's name in the task.</param>
/// <param name="Place">Where the running script makes the node.</param>
/// <param name="Failure">When, what and why.</param>
public sealed record TaskFailure(string Node, LinePosition Place, NodeFailure Failure);
