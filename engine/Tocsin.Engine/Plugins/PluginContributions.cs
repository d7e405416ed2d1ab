using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Commands;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Orchestration;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// What a plugin brings: one list for each sort of thing. A further sort is a list here, found by <see cref="PluginReader"/>, and put in
/// force by <see cref="Extensions.WithPlugins"/>.
/// </summary>
public sealed record PluginContributions
{
    public static readonly PluginContributions None = new();

    public IReadOnlyList<HandlerKind> Kinds { get; init; } = [];

    /// <summary>Functions for lambdas and pipelines.</summary>
    public IReadOnlyList<UserFunction> Functions { get; init; } = [];

    public IReadOnlyList<SourceKind> Sources { get; init; } = [];

    /// <summary>Commands of the program.</summary>
    public IReadOnlyList<CommandKind> Commands { get; init; } = [];

    /// <summary>What nodes scale with.</summary>
    public IReadOnlyList<OrchestratorKind> Orchestrators { get; init; } = [];

    /// <summary>True when the plugin brings nothing at all.</summary>
    public bool IsEmpty => Kinds.Count == 0 && Functions.Count == 0 && Sources.Count == 0 && Commands.Count == 0 && Orchestrators.Count == 0;

    /// <summary>All by name, for people.</summary>
    public IEnumerable<string> Names =>
    [
        .. Kinds.Select(kind => kind.Name), .. Functions.Select(function => function.ShortForm), .. Sources.Select(source => "source " + source.Name),
        .. Commands.Select(command => "command " + command.Name), .. Orchestrators.Select(orchestrator => "orchestrator " + orchestrator.Name),
    ];
}
