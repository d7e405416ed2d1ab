using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Server.Loading;

namespace Tocsin.Server.Cli.Scripts;

/// <summary>Checks files of handlers, of sources and the configuration without a server.</summary>
internal sealed class CheckedFiles(Extensions extensions, UnsetVariables variables)
{
    private const string SourceFolder = "sources";

    private static readonly string[] ConfigNames = ["tocsin.yaml", "tocsin.yml"];

    // What a handler never has.
    private static readonly string[] SourceKeys = ["auth", "points", "limits"];

    // What every definition has.
    private static readonly string[] DefinitionKeys = ["topic", "id", "kind"];

    // Where what is defined once in a folder stands.
    private readonly Dictionary<(string? Folder, string Name), ConfigPlace> _places = [];
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private bool _hasHandlers;

    /// <summary>The configuration; null when there is none.</summary>
    public ConfigFile? Config { get; private set; }

    /// <summary>What definitions are judged by.</summary>
    public Surroundings Surroundings => new()
    {
        Kinds = extensions.Kinds,
        Services = Config?.Sections,
        HasListener = _hasHandlers ? _topics.Contains : null,
    };

    /// <summary>Which kind of file it is: its place and the keys of its first definition say it.</summary>
    /// <param name="isAsked">True when the file was named itself: then it is at least meant to be one of these.</param>
    public CheckedFile KindOf(string file, bool isAsked)
    {
        if (ConfigNames.Contains(Path.GetFileName(file)))
            return CheckedFile.Config;
        var first = DefinitionReader.First(TextFile.Read(file), file, []);
        if (first is not null && first.TryFind("kind", out var kind))
        {
            var isInFolder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file))) == SourceFolder;
            if (isInFolder || SourceKeys.Any(key => first.TryFind(key, out _)) || IsKindOfSource(kind))
                return CheckedFile.Source;
            if (first.TryFind("topic", out _))
                return CheckedFile.Handler;
        }

        if (isAsked && first is { Entries.Count: > 0 } && !DefinitionKeys.Any(key => first.TryFind(key, out _)))
            return CheckedFile.Unknown;

        // A file that is no YAML, or lacks a key, is told so when it was meant.
        return isAsked ? CheckedFile.Handler : CheckedFile.Other;
    }

    /// <summary>Reads the configuration that all else is judged by.</summary>
    /// <returns>What is wrong with it.</returns>
    public IReadOnlyList<ConfigProblem> ReadConfig(string file)
    {
        Config = ConfigFile.Load(file, variables.ValueOf);
        return variables.Filter([.. Config.Problems, .. extensions.Kinds.Check(Config.Sections)], TextFile.Read(file));
    }

    /// <summary>What is wrong with a file that is no definition.</summary>
    public static IReadOnlyList<ConfigProblem> CheckUnknown(string file) =>
        [new ConfigProblem($"there is no handler and no source, which have the keys topic, id and kind; a configuration is checked with --config {file}", new ConfigPlace(file, 1, 1))];

    /// <summary>Notes the topics that the handlers of a file listen to.</summary>
    public void Note(string file)
    {
        _hasHandlers = true;
        var parsed = HandlerFile.Parse(TextFile.Read(file), file);
        _topics.UnionWith(parsed.Entries.Concat(parsed.Faulty).Select(entry => entry.Spec.Topic));
    }

    /// <summary>All that is wrong with a file of handlers.</summary>
    public IReadOnlyList<ConfigProblem> CheckHandlers(string file)
    {
        var text = TextFile.Read(file);
        var parsed = HandlerFile.Parse(text, file);
        var problems = parsed.Entries.Concat(parsed.Faulty)
            .SelectMany(entry => entry.Check(Surroundings with { HasListener = null }, variables.ValueOf)); // Other files may listen to what it publishes to.
        return
        [
            .. parsed.Problems, .. variables.Filter(problems, text),
            .. parsed.Entries.SelectMany(entry => Twin($"handler \"{entry.Spec.Id}\" of topic \"{entry.Spec.Topic}\"", entry.Place ?? new ConfigPlace(file, 1, 1))),
        ];
    }

    /// <summary>All that is wrong with a file of sources; warnings too.</summary>
    public IReadOnlyList<ConfigProblem> CheckSources(string file)
    {
        var text = TextFile.Read(file);
        var parsed = SourceFile.Parse(text, file);
        var problems = parsed.Entries.SelectMany(entry => entry.Check(extensions.Sources, variables.ValueOf));
        return
        [
            .. parsed.Problems, .. variables.Filter(problems, text), .. parsed.Entries.SelectMany(NobodyListens),
            .. parsed.Entries.SelectMany(entry => Twin($"source '{entry.Spec.Id}'", entry.Values.Place ?? new ConfigPlace(file, 1, 1))),
        ];
    }

    // A server loads the files of one folder; twins within one file are told where it is read.
    private IEnumerable<ConfigProblem> Twin(string name, ConfigPlace place)
    {
        var file = Path.GetFullPath(place.File);
        var key = (Path.GetDirectoryName(file), name);
        if (!_places.TryAdd(key, place) && Path.GetFullPath(_places[key].File) != file)
            yield return new ConfigProblem($"{name} is defined at {_places[key]} already; give one of them another id", place);
    }

    private IEnumerable<ConfigProblem> NobodyListens(SourceFileEntry entry)
    {
        if (_hasHandlers && !_topics.Contains(entry.Topic))
            yield return new ConfigProblem(ServerChecks.NobodyListens(entry.Spec.Id, entry.Topic), entry.Values.Place, IsWarning: true);
    }

    // Where handlers have a kind of the name too, another key has to say it.
    private bool IsKindOfSource(ConfigValue kind) =>
        kind is ConfigText { Value: var name } && extensions.Sources.TryFind(name, out _) && !extensions.Kinds.TryFind(name, out _);
}
