using System.Text.Json;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Shadows;

namespace Tocsin.Pipelines.Tasks;

/// <summary>A task as it was defined. Never changes; an update makes a new one.</summary>
public sealed record TaskDefinition
{
    public required string Id { get; init; }

    /// <summary>The template the script comes from; empty when it was given itself.</summary>
    public string TemplateId { get; init; } = "";

    public required EdgeKind Type { get; init; }

    public required IReadOnlyList<Dbrp> Dbrps { get; init; }

    /// <summary>True when <see cref="Dbrps"/> come from the script's own <c>dbrp</c> lines.</summary>
    public bool HasDbrpsInScript { get; init; }

    public required string Script { get; init; }

    /// <summary>Values for the script's variables, by name.</summary>
    public IReadOnlyDictionary<string, ScriptVar> Vars { get; init; } = new Dictionary<string, ScriptVar>();

    /// <summary>True when the task is to run, also after a restart of the server.</summary>
    public bool IsEnabled { get; init; }

    /// <summary>True when it runs beside the live task that its id names: it notifies nobody and writes to nobody.</summary>
    public bool IsShadow => ShadowId.IsShadow(Id);

    /// <summary>Names what people wrote of the task, and no more: to enable it changes nothing of that.</summary>
    public string Version => DefinitionVersion.Of(TemplateId, Script, JsonSerializer.Serialize(Dbrps), TaskRecords.WriteVars(Vars));

    public DateTimeOffset Created { get; init; }

    public DateTimeOffset Modified { get; init; }

    /// <summary>When the task was last enabled; null when never.</summary>
    public DateTimeOffset? LastEnabled { get; init; }

    /// <summary>Why the task does not run although it is enabled; empty otherwise.</summary>
    public string Error { get; init; } = "";

    /// <summary>True when <see cref="Error"/> says what is to be configured; the task is then started without anybody's doing.</summary>
    internal bool IsWaiting { get; init; }

    /// <summary>True when <see cref="Error"/> is of the script or what it names, and not of the server.</summary>
    internal bool IsRefused { get; init; }

    /// <summary>The functions of a task that was given up since one of them did not come back; empty for all others.</summary>
    internal IReadOnlyList<UserFunction> StuckWith { get; init; } = [];

    /// <summary>When the task was deleted, while it is kept to close its alerts; null for a task.</summary>
    internal DateTimeOffset? Deleted { get; init; }

    /// <summary>What runs when the task is started.</summary>
    internal TaskScript Source => new(Script, Vars);

    /// <summary>What ran last; null when the task never ran.</summary>
    internal TaskScript? Ran { get; init; }

    /// <summary>The bound graph, for its picture; null when the script cannot be bound any more, or waits for a function that does not answer.</summary>
    public PipelineGraph? Graph { get; init; }

    /// <summary>What there is to warn the script's author of.</summary>
    public IReadOnlyList<Diagnostic> Warnings { get; init; } = [];
}
