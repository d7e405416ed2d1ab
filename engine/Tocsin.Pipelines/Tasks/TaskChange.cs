using Tocsin.Dsl.Binding;

namespace Tocsin.Pipelines.Tasks;

/// <summary>What a request says of a task. Parts that are null or empty are left as they are.</summary>
public sealed record TaskChange
{
    public string Id { get; init; } = "";

    /// <summary>The <see cref="TaskDefinition.Version"/> that is to be changed; empty for whichever there is.</summary>
    public string IfVersion { get; init; } = "";

    public string TemplateId { get; init; } = "";

    public string Script { get; init; } = "";

    public IReadOnlyList<Dbrp> Dbrps { get; init; } = [];

    public IReadOnlyDictionary<string, ScriptVar>? Vars { get; init; }

    public bool? IsEnabled { get; init; }

    /// <summary>Whether a running task is started anew although nothing of it changes. Takes effect with <see cref="IsEnabled"/> only.</summary>
    public bool IsRestart { get; init; }
}
