using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Dsl.Text;
using Tocsin.Engine.Checks;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Functions.Processes;
using Tocsin.Pipelines.Influx;

namespace Tocsin.Server.Loading.Checks;

/// <summary>Checks files of handlers, of sources, of silences and the configuration without a server.</summary>
internal sealed class CheckedFiles(Extensions extensions, UnsetVariables variables)
{
    private const string HandlerFolder = "handlers";
    private const string SourceFolder = "sources";
    private const string SilenceFolder = "silences";
    private const string DrillFolder = "drills";
    private const string TaskFolder = "tasks";

    private const string TestKey = "tests";

    private static readonly string[] ConfigNames = ["tocsin.yaml", "tocsin.yml"];

    // What a handler never has.
    private static readonly string[] SourceKeys = ["auth", "points", "limits"];

    // What every definition has.
    private static readonly string[] DefinitionKeys = ["topic", "id", "kind"];

    // What only tasks have.
    private static readonly string[] TaskKeys = ["template-id", "dbrps", "vars"];

    // Where what is defined once in a folder stands.
    private readonly Dictionary<(string? Folder, string Name), ConfigPlace> _places = [];
    private readonly Dictionary<string, RaisedAlert> _raised = new(StringComparer.Ordinal); // By identity, the first that does.
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LoadFile> _files = new(StringComparer.Ordinal);
    private readonly List<TopicWay> _ways = [];
    private bool _hasHandlers;

    /// <summary>The configuration; null when there is none.</summary>
    public ConfigFile? Config { get; private set; }

    /// <summary>What definitions are judged by.</summary>
    public Surroundings Surroundings => new()
    {
        Kinds = extensions.Kinds,
        Environment = variables.ValueOf,
        ReadFile = variables.TextOf,
        Services = Config?.Sections,
        HasListener = _hasHandlers ? _topics.Contains : null,
        WhyNoInflux = Config is { } config && config.Problems.All(problem => problem.IsWarning) ? name => InfluxClusters.WhyNot(name, config.Options.Influxdb) : null,
        IsElsewhere = variables.AreAllowed,
        OtherRaiser = raised => _raised.TryAdd(raised.Identity, raised) || _raised[raised.Identity].Script == raised.Script ? null : _raised[raised.Identity],
    };

    /// <summary>The files that definitions name.</summary>
    public MachineFiles Named => variables.Files;

    /// <summary>True for a file with the name of a configuration.</summary>
    public static bool IsConfig(string file) => ConfigNames.Contains(Path.GetFileName(file));

    /// <summary>The functions of other processes that a configuration names; none when there is none, or it cannot be read.</summary>
    public static UdfOptions ProcessesIn(string? config, UnsetVariables variables) =>
        config is not null && File.Exists(config) ? ConfigFile.Load(config, variables.ValueOf).Options.Udf : new UdfOptions();

    /// <summary>Which kind of file it is: its place and the keys of its first definition say it.</summary>
    /// <param name="isAsked">True when the file was named itself: then it is at least meant to be one of these.</param>
    public CheckedFile KindOf(string file, bool isAsked)
    {
        if (IsConfig(file))
            return CheckedFile.Config;
        if (Read(file).Error.Length > 0)
            return CheckedFile.Unreadable;

        var first = DefinitionReader.First(Read(file).Content, file, []);
        var folder = Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(file)));
        if (folder == TaskFolder && isAsked)
            return CheckedFile.Task;
        if (first is not null && first.TryFind(TestKey, out _))
            return CheckedFile.Test;
        if (first is not null && (folder == DrillFolder || (first.TryFind("cron", out _) && first.TryFind("alarm", out _))))
            return CheckedFile.Drill;
        if (first is not null && (folder == SilenceFolder || first.TryFind("matchers", out _)))
            return CheckedFile.Silence;
        if (first is not null && first.TryFind("kind", out var kind))
        {
            if (folder == SourceFolder || SourceKeys.Any(key => first.TryFind(key, out _)) || MeansSource(kind))
                return CheckedFile.Source;
            if (first.TryFind("topic", out _))
                return CheckedFile.Handler;
        }
        else if (first is not null && first.TryFind(TaskKeys[0], out _))
        {
            return CheckedFile.Task;
        }

        if (isAsked && first is { Entries.Count: > 0 } && !DefinitionKeys.Any(key => first.TryFind(key, out _)))
            return TaskKeys.Any(key => first.TryFind(key, out _)) ? CheckedFile.Task : CheckedFile.Unknown;

        // A file that is not YAML, or lacks a key, is told so when it was meant.
        return isAsked ? CheckedFile.Handler : CheckedFile.Other;
    }

    /// <summary>The same for a file that is being written: what is half written is known by where it stands.</summary>
    public CheckedFile KindOfEdited(string file)
    {
        var kind = KindOf(file, isAsked: false);
        if (kind is not (CheckedFile.Other or CheckedFile.Unreadable))
            return kind;
        var text = Read(file).Content;
        var isTest = file.EndsWith(".test.yaml", StringComparison.Ordinal) || file.EndsWith("_test.yaml", StringComparison.Ordinal)
            || text.StartsWith(TestKey + ":", StringComparison.Ordinal) || text.Contains($"\n{TestKey}:", StringComparison.Ordinal);
        return isTest ? CheckedFile.Test : Path.GetFileName(Path.GetDirectoryName(file)) switch
        {
            HandlerFolder => CheckedFile.Handler,
            SourceFolder => CheckedFile.Source,
            SilenceFolder => CheckedFile.Silence,
            DrillFolder => CheckedFile.Drill,
            _ => CheckedFile.Other,
        };
    }

    /// <summary>All that is wrong with a file of a kind; warnings too. Of the configuration <see cref="ReadConfig"/> says it, of tests who reads them.</summary>
    public IReadOnlyList<ConfigProblem> Check(string file, CheckedFile kind) => kind switch
    {
        CheckedFile.Handler => CheckHandlers(file),
        CheckedFile.Source => CheckSources(file),
        CheckedFile.Silence => CheckSilences(file),
        CheckedFile.Drill => CheckDrills(file),
        CheckedFile.Task => CheckTask(file),
        CheckedFile.Unknown => CheckUnknown(file),
        CheckedFile.Unreadable => [new ConfigProblem(Read(file).Error)],
        _ => [],
    };

    /// <summary>Reads the configuration that all else is judged by.</summary>
    /// <returns>What is wrong with it.</returns>
    public IReadOnlyList<ConfigProblem> ReadConfig(string file)
    {
        Config = ConfigFile.Load(file, variables.ValueOf);
        return variables.Filter([.. Config.ProblemsFor(extensions.Kinds), .. variables.AreAllowed ? [] : OfMachine(Config)], Read(file).Content);
    }

    // What it names is most likely not here when its variables are not.
    private static IEnumerable<ConfigProblem> OfMachine(ConfigFile config) =>
    [
        .. CertificateChecks.Of(config.Root, TimeProvider.System.GetUtcNow()),
        .. config.Options.Load is { Enabled: true, Dir: var folder } && !Directory.Exists(folder)
            ? [new ConfigProblem($"section 'load': option 'dir': there is no folder {folder}: the server does not start until it is made, with tasks, templates and handlers in it", PlaceOf(config.Root, "load", "dir"), IsWarning: true)]
            : Array.Empty<ConfigProblem>(),
        .. WhyNoLog(config.Options.Logging.File) is { } why
            ? [new ConfigProblem($"section 'logging': option 'file': {why}: the server does not start until the log can be written there", PlaceOf(config.Root, "logging", "file"), IsWarning: true)]
            : Array.Empty<ConfigProblem>(),
    ];

    private static string? WhyNoLog(string file) => file is "" or "STDERR" or "STDOUT" ? null
        : Directory.Exists(file) ? $"{file} is a folder"
        : Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file))) ? null : $"the folder of {file} is not there";

    private static ConfigPlace? PlaceOf(ConfigMap root, string section, string option) =>
        root.TryFind(section, out var found) && found is ConfigMap map ? (map.TryFind(option, out var value) ? value : map).Place : null;

    private static IReadOnlyList<ConfigProblem> CheckUnknown(string file) =>
        [new ConfigProblem($"there is no handler and no source, which have the keys topic, id and kind; a configuration is checked with --config {file}", new ConfigPlace(file, 1, 1))];

    /// <summary>Notes the topics that the handlers of a file listen to.</summary>
    public void Note(string file)
    {
        var parsed = HandlerFile.Parse(Read(file).Content, file);
        Note(parsed.Entries.Concat(parsed.Faulty).Select(entry => entry.Spec.Topic));
    }

    /// <summary>Notes topics that handlers listen to.</summary>
    public void Note(IEnumerable<string> topics)
    {
        _hasHandlers = true;
        _topics.UnionWith(topics);
    }

    /// <summary>Takes a text for what a file says, as an editor holds it.</summary>
    public void Hold(string file, string text) => _files[file] = new LoadFile(file, text, "");

    /// <summary>A file as it was read first.</summary>
    public LoadFile Read(string file) => _files.TryGetValue(file, out var read) ? read : _files[file] = LoadFile.Read(file);

    private IReadOnlyList<ConfigProblem> CheckHandlers(string file)
    {
        var text = Read(file).Content;
        var parsed = HandlerFile.Parse(text, file);
        var problems = parsed.Entries.Concat(parsed.Faulty)
            .SelectMany(entry => entry.Check(Surroundings with { HasListener = null })); // Other files may listen to what it publishes to.
        return
        [
            .. parsed.Problems, .. variables.Filter(problems, text), .. parsed.Entries.SelectMany(Circles),
            .. parsed.Entries.SelectMany(entry => Twin($"handler \"{entry.Spec.Id}\" of topic \"{entry.Spec.Topic}\"", entry.Place ?? new ConfigPlace(file, 1, 1))),
        ];
    }

    private IReadOnlyList<ConfigProblem> CheckSources(string file)
    {
        var text = Read(file).Content;
        var parsed = SourceFile.Parse(text, file);
        var problems = parsed.Entries.SelectMany(entry => entry.Check(extensions.Sources, variables.ValueOf, variables.TextOf));
        return
        [
            .. parsed.Problems, .. variables.Filter(problems, text), .. parsed.Entries.SelectMany(NobodyListens),
            .. parsed.Entries.SelectMany(entry => Twin($"source '{entry.Spec.Id}'", entry.Values.Place ?? new ConfigPlace(file, 1, 1))),
        ];
    }

    private IReadOnlyList<ConfigProblem> CheckSilences(string file)
    {
        var (entries, problems) = SilenceFile.Parse(Read(file).Content, file);
        return [.. problems, .. entries.SelectMany(entry => Twin($"silence '{entry.Id}'", entry.Values.Place ?? new ConfigPlace(file, 1, 1)))];
    }

    private IReadOnlyList<ConfigProblem> CheckDrills(string file)
    {
        var (entries, problems) = DrillFile.Parse(Read(file).Content, file);
        return [.. problems, .. entries.SelectMany(entry => Twin($"drill '{entry.Definition.Id}'", entry.Place ?? new ConfigPlace(file, 1, 1)))];
    }

    // What the template takes is a matter of the folder.
    private IReadOnlyList<ConfigProblem> CheckTask(string file)
    {
        try
        {
            return TaskFile.Parse(file, Read(file).Text).Warnings;
        }
        catch (FileException wrong)
        {
            return wrong.Problems;
        }
    }

    /// <summary>What there is to say of a source's topic.</summary>
    public IEnumerable<ConfigProblem> NobodyListens(SourceFileEntry entry)
    {
        if (_hasHandlers && !_topics.Contains(entry.Topic))
            yield return new ConfigProblem(ServerChecks.NobodyListens(entry.Spec.Id, entry.Topic), entry.Values.Place, IsWarning: true);
    }

    private IEnumerable<ConfigProblem> Circles(HandlerFileEntry entry)
    {
        var way = entry.WayWith(extensions.Kinds, variables.ValueOf, variables.TextOf);
        if (TopicCircle.ClosedBy(way, _ways) is { } circle)
            yield return new ConfigProblem(circle, DefinitionReader.PlaceOf(entry.Values, "options"));
        else
            _ways.Add(way);
    }

    // A server loads the files of one folder; twins within one file are told where it is read.
    private IEnumerable<ConfigProblem> Twin(string name, ConfigPlace place)
    {
        var file = Path.GetFullPath(place.File);
        var key = (Path.GetDirectoryName(file), name);
        if (!_places.TryAdd(key, place) && Path.GetFullPath(_places[key].File) != file)
            yield return new ConfigProblem($"{name} is defined at {_places[key]} already; give one of them another id", place);
    }

    // Where handlers have a kind of the name too, another key has to say it. What is misspelt is the nearer one.
    private bool MeansSource(ConfigValue kind)
    {
        if (kind is not ConfigText { Value: var name } || extensions.Kinds.Knows(name))
            return false;
        if (extensions.Sources.TryFind(name, out _))
            return true;
        string[] sources = [.. extensions.Sources.All.Select(source => source.Name)];
        return NearestName.Find(name, sources.Concat(extensions.Kinds.All.Select(handler => handler.Name))) is { } nearest && !extensions.Kinds.Knows(nearest);
    }
}
