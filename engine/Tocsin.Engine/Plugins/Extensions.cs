using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Commands;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions;
using Tocsin.Pipelines.Orchestration;

namespace Tocsin.Engine.Plugins;

/// <summary>
/// All that definitions can use at one moment, whoever brings it: the engine, plugins or C# scripts. Immutable, so that what is read from one
/// of these fits together; <see cref="ExtensionRegistry"/> holds the one in force.
/// </summary>
public sealed class Extensions
{
    /// <summary>What the engine brings along.</summary>
    public static readonly Extensions BuiltIn = new();

    private ScriptVocabulary? _vocabulary;

    /// <summary>The kinds of handlers.</summary>
    public HandlerKinds Kinds { get; init; } = HandlerKinds.BuiltIn;

    /// <summary>The functions of users.</summary>
    public FunctionSet Functions { get; init; } = FunctionSet.Empty;

    /// <summary>The kinds of sources.</summary>
    public SourceKinds Sources { get; init; } = SourceKinds.BuiltIn;

    /// <summary>The commands that plugins bring to the program.</summary>
    public CommandKinds Commands { get; private init; } = CommandKinds.Empty;

    /// <summary>What nodes scale with.</summary>
    public OrchestratorKinds Orchestrators { get; init; } = OrchestratorKinds.Empty;

    /// <summary>What became of each plugin, by id, with what it brings of all that is in force.</summary>
    public IReadOnlyList<PluginLoad> Plugins { get; private init; } = [];

    /// <summary>What is wrong with plugins, one line each.</summary>
    public IEnumerable<string> Errors => Plugins.SelectMany(load => load.Errors.Select(error => $"plugin {load.Id} in {load.Folder}: {error}"));

    /// <summary>What is wrong with files of functions, with file and place, and which of their functions wait for their names.</summary>
    public IReadOnlyList<string> FunctionErrors =>
        [.. FileErrors, .. Functions.Waiting.Where(function => !function.IsOfPlugin).Select(Functions.WhyWithout).OfType<string>()];

    /// <summary>Functions of other processes that are configured and do not say what they take, by name, and why.</summary>
    public IReadOnlyDictionary<string, string> SilentProcesses { get; private init; } = new Dictionary<string, string>();

    /// <summary>What TICKscripts can say.</summary>
    public ScriptVocabulary Vocabulary =>
        LazyInitializer.EnsureInitialized(ref _vocabulary, () => ScriptVocabulary.Of(Kinds, Functions) with { Problems = [.. FunctionErrors, .. SilentProcesses.Values], SilentFunctions = SilentProcesses });

    private IReadOnlyList<string> FileErrors { get; init; } = [];

    /// <summary>The same with these plugins in the place of all others: the first by id to bring a name keeps it, the others are told.</summary>
    public Extensions WithPlugins(IEnumerable<PluginLoad> loads)
    {
        var kinds = Kinds.Without([.. Plugins.SelectMany(load => load.Kinds)]);
        var sources = Sources.Without([.. Plugins.SelectMany(load => load.Contributions.Sources)]);
        var functions = FunctionSet.Empty;
        var commands = CommandKinds.Empty;
        var orchestrators = OrchestratorKinds.Empty;
        var plugins = new List<PluginLoad>();
        foreach (var load in loads.OrderBy(load => load.Id, StringComparer.Ordinal))
        {
            var errors = new List<string>(load.Errors);
            plugins.Add(load with
            {
                Contributions = load.Contributions with
                {
                    Kinds = [.. load.Kinds.Where(kind => Add(kinds.TryAdd, kind, ref kinds, errors))],
                    Sources = [.. load.Contributions.Sources.Where(source => Add(sources.TryAdd, source, ref sources, errors))],
                    Functions = [.. load.Contributions.Functions.Where(function => Add(functions.TryAdd, function, ref functions, errors))],
                    Commands = [.. load.Contributions.Commands.Where(command => Add(commands.TryAdd, command, ref commands, errors))],
                    Orchestrators = [.. load.Contributions.Orchestrators.Where(kind => Add(orchestrators.TryAdd, kind, ref orchestrators, errors))],
                },
                Errors = errors,
            });
        }

        UserFunction[] before = [.. Plugins.SelectMany(load => load.Contributions.Functions)];
        return new Extensions
        {
            Kinds = kinds.Beside([.. orchestrators.All.Select(kind => kind.Settings)]),
            Sources = sources,
            Functions = Functions.Replace([.. before.Except(functions.All)], [.. functions.All.Except(before)]),
            Commands = commands,
            Orchestrators = orchestrators,
            Plugins = plugins,
            FileErrors = FileErrors,
            SilentProcesses = SilentProcesses,
        };
    }

    /// <summary>The same with some functions of files in the place of others. One whose name is taken waits until the name is free.</summary>
    /// <param name="fileErrors">What is wrong with the files now, each with file and place.</param>
    public Extensions WithFunctions(
        IReadOnlyCollection<UserFunction> gone, IReadOnlyCollection<UserFunction> made, IReadOnlyList<string> fileErrors) =>
        With(Kinds, Functions.Replace(gone, made), fileErrors, SilentProcesses);

    /// <summary>The same with some functions of other processes in the place of others.</summary>
    /// <param name="silent">Why others do not answer, by name.</param>
    public Extensions WithProcesses(
        IReadOnlyCollection<UserFunction> gone, IReadOnlyCollection<UserFunction> made, IReadOnlyDictionary<string, string> silent) =>
        With(Kinds, Functions.Replace(gone, made), FileErrors, silent);

    /// <summary>The same for texts of strangers: options of handlers are judged by their form alone, see <see cref="HandlerKinds.AsForms"/>.</summary>
    public Extensions AsForms() => With(Kinds.AsForms(), Functions, FileErrors, SilentProcesses);

    private Extensions With(HandlerKinds kinds, FunctionSet functions, IReadOnlyList<string> fileErrors, IReadOnlyDictionary<string, string> silent) => new()
    {
        Kinds = kinds,
        Sources = Sources,
        Functions = functions,
        Commands = Commands,
        Orchestrators = Orchestrators,
        Plugins = Plugins,
        FileErrors = fileErrors,
        SilentProcesses = silent,
    };

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
