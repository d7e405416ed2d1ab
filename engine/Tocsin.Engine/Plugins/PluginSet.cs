using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Commands;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions;

namespace Tocsin.Engine.Plugins;

/// <summary>Plugins, and what they bring put in force together. Immutable: other plugins make another set.</summary>
/// <param name="Kinds">The engine's kinds of handlers and those of the plugins.</param>
/// <param name="Loads">What became of each plugin, with what it brings of all that is in force.</param>
public sealed record PluginSet(HandlerKinds Kinds, IReadOnlyList<PluginLoad> Loads)
{
    /// <summary>Where plugins are unless somebody says otherwise: beside the program.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "plugins");

    /// <summary>The functions of the plugins.</summary>
    public FunctionSet Functions { get; } = FunctionSet.Of(Loads.SelectMany(load => load.Contributions.Functions));

    /// <summary>The kinds of sources of the engine and of the plugins.</summary>
    public SourceKinds Sources { get; } = SourceKinds.With(Loads.SelectMany(load => load.Contributions.Sources));

    /// <summary>The commands that the plugins bring to the program.</summary>
    public CommandKinds Commands { get; } = CommandKinds.Of(Loads.SelectMany(load => load.Contributions.Commands));

    /// <summary>What is wrong with plugins, one line each.</summary>
    public IEnumerable<string> Errors => Loads.SelectMany(load => load.Errors.Select(error => $"plugin {load.Id} in {load.Folder}: {error}"));

    /// <summary>Loads a folder of plugins once, as commands do that run and end.</summary>
    /// <param name="folder">Null or empty for <see cref="DefaultFolder"/>.</param>
    /// <param name="own">What there is without plugins.</param>
    public static PluginSet Load(string? folder, HandlerKinds own)
    {
        var loads = PluginLoader.LoadAll(string.IsNullOrEmpty(folder) ? DefaultFolder : folder, own, out var kinds);
        return new PluginSet(kinds, loads);
    }

    /// <summary>Puts plugins together in the order of their ids: the first to bring a name keeps it, the others are told.</summary>
    public static PluginSet Of(HandlerKinds own, IEnumerable<PluginLoad> loads)
    {
        var kinds = own;
        var functions = FunctionSet.Empty;
        var sources = SourceKinds.BuiltIn;
        var commands = CommandKinds.Empty;
        var told = new List<PluginLoad>();
        foreach (var load in loads.OrderBy(load => load.Id, StringComparer.Ordinal))
        {
            var errors = new List<string>(load.Errors);
            told.Add(load with
            {
                Contributions = load.Contributions with
                {
                    Kinds = [.. load.Kinds.Where(kind => Add(kinds.TryAdd, kind, ref kinds, errors))],
                    Sources = [.. load.Contributions.Sources.Where(source => Add(sources.TryAdd, source, ref sources, errors))],
                    Functions = [.. load.Contributions.Functions.Where(function => Add(functions.TryAdd, function, ref functions, errors))],
                    Commands = [.. load.Contributions.Commands.Where(command => Add(commands.TryAdd, command, ref commands, errors))],
                },
                Errors = errors,
            });
        }

        return new PluginSet(kinds, told);
    }

    /// <summary>What is wrong with the services of a configuration.</summary>
    public IReadOnlyList<ConfigProblem> Check(ServiceSections sections) => Kinds.Check(sections);

    private delegate bool Adding<TItem, TSet>(TItem item, [NotNullWhen(true)] out TSet? more, [NotNullWhen(false)] out string? error);

    private static bool Add<TItem, TSet>(Adding<TItem, TSet> add, TItem item, ref TSet set, List<string> errors)
        where TSet : class
    {
        if (add(item, out var more, out var error))
        {
            set = more;
            return true;
        }

        errors.Add(error);
        return false;
    }
}
