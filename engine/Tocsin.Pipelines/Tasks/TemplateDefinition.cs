using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A template: a script whose variables each task fills. Never changes; an update makes a new one.</summary>
public sealed record TemplateDefinition
{
    public required string Id { get; init; }

    public required EdgeKind Type { get; init; }

    public required string Script { get; init; }

    /// <summary>The variables with their defaults.</summary>
    public IReadOnlyList<ScriptVar> Vars { get; init; } = [];

    /// <summary>Names what people wrote of it.</summary>
    public string Version => DefinitionVersion.Of(Script);

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    /// <summary>What is wrong with the template; empty when nothing is.</summary>
    public string Error { get; init; } = "";

    public PipelineGraph? Graph { get; init; }

    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}
