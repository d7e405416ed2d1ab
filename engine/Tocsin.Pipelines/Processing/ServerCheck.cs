using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Processing;

/// <summary>What a node looks at to tell whether it can do its work on a server.</summary>
/// <param name="Node">The node in its script.</param>
/// <param name="Surroundings">The server.</param>
/// <param name="Found">Takes warnings, and errors for what keeps the task from starting.</param>
internal sealed record ServerCheck(GraphNode Node, Surroundings Surroundings, DiagnosticBag Found)
{
    /// <summary>Null when it is not known.</summary>
    public string? TaskId { get; init; }

    /// <summary>What the task reads; null when it is not known.</summary>
    public IReadOnlyList<Dbrp>? Dbrps { get; init; }

    /// <summary>True when the script is a template with variables that have no values.</summary>
    public bool IsOfTemplate { get; init; }
}
