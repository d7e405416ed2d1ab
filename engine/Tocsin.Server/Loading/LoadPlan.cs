using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Definitions;
using Tocsin.Engine.Drills;
using Tocsin.Engine.Plugins;
using Tocsin.Engine.Sources;
using Tocsin.Pipelines.Tasks;

namespace Tocsin.Server.Loading;

/// <summary>
/// What the files of a load folder define, and all that is wrong with them so far as the files themselves show it. The one reader of such
/// folders: a server applies what it says, <c>tocsin check</c> judges it.
/// </summary>
internal sealed class LoadPlan
{
    private readonly Dictionary<string, ConfigPlace> _places = new(StringComparer.Ordinal);
    private readonly List<FileProblem> _problems = [];
    private readonly List<HandlerFileEntry> _faultyHandlers = [];
    private readonly Extensions _extensions;

    private LoadPlan(LoadSnapshot files, Extensions extensions, Func<string, string?> environment)
    {
        _extensions = extensions;
        Templates = [.. files.Templates.Where(file => IsScript(file, "template"))];
        Tasks = [.. files.Tasks.Where(file => IsScript(file, "task"))];
        TemplateTasks = [.. files.TemplateTasks.Select(ReadTask).OfType<PlannedTask>()];
        Handlers = WithoutCircles([.. files.Handlers.SelectMany(ReadHandlers)], environment);
        Sources = [.. files.Sources.SelectMany(ReadSources)];
        Silences = [.. files.Silences.SelectMany(ReadSilences)];
        Drills = [.. files.Drills.SelectMany(ReadDrills)];
        _problems.AddRange(files.Strays);
    }

    /// <summary>Templates.</summary>
    public IReadOnlyList<LoadFile> Templates { get; }

    /// <summary>Tasks with a script of their own.</summary>
    public IReadOnlyList<LoadFile> Tasks { get; }

    /// <summary>Tasks made from templates.</summary>
    public IReadOnlyList<PlannedTask> TemplateTasks { get; }

    public IReadOnlyList<HandlerFileEntry> Handlers { get; }

    /// <summary>Handlers with which something is wrong that <see cref="Problems"/> tell: their kinds and options can be judged nevertheless.</summary>
    public IReadOnlyList<HandlerFileEntry> FaultyHandlers => _faultyHandlers;

    public IReadOnlyList<SourceFileEntry> Sources { get; }

    public IReadOnlyList<SilenceFileEntry> Silences { get; }

    public IReadOnlyList<DrillFileEntry> Drills { get; }

    /// <summary>What is wrong; warnings too.</summary>
    public IReadOnlyList<FileProblem> Problems => _problems;

    /// <summary>How many definitions are wrong so that they are none of these.</summary>
    public int Unusable { get; private set; }

    /// <param name="extensions">What definitions can use.</param>
    /// <param name="environment">Answers variables; null when one is not set.</param>
    public static LoadPlan Of(LoadSnapshot files, Extensions extensions, Func<string, string?> environment) => new(files, extensions, environment);

    /// <summary>Why a task cannot be, for whoever has it in a file.</summary>
    public static string Explain(DefinitionException problem) => problem.Message == "must specify dbrp"
        ? problem.Message + "; begin the script with a line such as dbrp \"telegraf\".\"autogen\""
        : problem.Message;

    private bool IsScript(LoadFile file, string what) => Try(file, what, text => text) is not null;

    private PlannedTask? ReadTask(LoadFile file)
    {
        if (Try(file, "task", text => TaskFile.Parse(file.Path, text)) is not { } task)
            return null;
        _problems.AddRange(task.Warnings.Select(warning => new FileProblem(file.Path, warning)));
        if (task.TemplateId.Length > 0)
            return new PlannedTask(file, task);
        Refuse(file.Path, new ConfigProblem("the file names no template: write template-id: ID of one, or put a script into a file that ends in .tick", Begin(file.Path)));
        return null;
    }

    // A task or template has the name of its file.
    private TResult? Try<TResult>(LoadFile file, string what, Func<string, TResult> parse)
        where TResult : class
    {
        if (Read(file, parse) is not { } read)
            return null;
        if (!_places.TryAdd($"{what} {file.Id}", Begin(file.Path)))
            Refuse(file.Path, new ConfigProblem($"another file of this folder defines \"{file.Id}\" already; a file's name is the id: rename one of them", Begin(file.Path)));
        else if (DefinitionId.Problem(file.Id, what) is { } problem)
            Refuse(file.Path, new ConfigProblem($"{problem}; a file's name is the id: rename it", Begin(file.Path)));
        else
            return read;
        return null;
    }

    private IEnumerable<HandlerFileEntry> ReadHandlers(LoadFile file)
    {
        if (Read(file, text => HandlerFile.Parse(text, file.Path)) is not { } parsed)
            yield break;
        Add(file.Path, parsed.Problems);
        _faultyHandlers.AddRange(parsed.Faulty);
        foreach (var entry in parsed.Entries)
        {
            var kind = entry.Spec.Kind;
            if (!_extensions.Kinds.Knows(kind) && _extensions.Sources.TryFind(kind, out _))
                Refuse(file.Path, new ConfigProblem($"kind '{kind}' is a kind of source, not of handler: put its definition into the folder sources", DefinitionReader.PlaceOf(entry.Values, "kind")));
            else if (IsFirst($"handler \"{entry.Spec.Id}\" of topic \"{entry.Spec.Topic}\"", file.Path, entry.Place))
                yield return entry;
        }
    }

    private IEnumerable<SourceFileEntry> ReadSources(LoadFile file)
    {
        if (Read(file, text => SourceFile.Parse(text, file.Path)) is not { } parsed)
            yield break;
        Add(file.Path, parsed.Problems);
        foreach (var entry in parsed.Entries)
        {
            var kind = entry.Spec.Kind;
            if (!_extensions.Sources.TryFind(kind, out _) && _extensions.Kinds.Knows(kind))
                Refuse(file.Path, new ConfigProblem($"kind '{kind}' is a kind of handler, not of source: put its definition into the folder handlers", DefinitionReader.PlaceOf(entry.Values, "kind")));
            else if (IsFirst($"source '{entry.Spec.Id}'", file.Path, entry.Values.Place))
                yield return entry;
        }
    }

    private IEnumerable<SilenceFileEntry> ReadSilences(LoadFile file)
    {
        if (Read<IReadOnlyList<SilenceFileEntry>>(file, text =>
            {
                var (entries, problems) = SilenceFile.Parse(text, file.Path);
                Add(file.Path, problems);
                return entries;
            }) is not { } parsed)
            yield break;
        foreach (var entry in parsed)
        {
            if (IsFirst($"silence '{entry.Id}'", file.Path, entry.Values.Place))
                yield return entry;
        }
    }

    private IEnumerable<DrillFileEntry> ReadDrills(LoadFile file)
    {
        if (Read<IReadOnlyList<DrillFileEntry>>(file, text =>
            {
                var (entries, problems) = DrillFile.Parse(text, file.Path);
                Add(file.Path, problems);
                return entries;
            }) is not { } parsed)
            yield break;
        foreach (var entry in parsed)
        {
            if (IsFirst($"drill '{entry.Definition.Id}'", file.Path, entry.Place))
                yield return entry;
        }
    }

    private List<HandlerFileEntry> WithoutCircles(IReadOnlyList<HandlerFileEntry> entries, Func<string, string?> environment)
    {
        var ways = new List<TopicWay>();
        var right = new List<HandlerFileEntry>();
        foreach (var entry in entries)
        {
            var way = entry.WayWith(_extensions.Kinds, environment);
            if (TopicCircle.ClosedBy(way, ways) is { } circle)
            {
                Refuse(entry.Place?.File ?? "", new ConfigProblem(circle, DefinitionReader.PlaceOf(entry.Values, "options")) { Option = "options" });
                continue;
            }

            ways.Add(way);
            right.Add(entry);
        }

        return right;
    }

    // Twins within one file are reported by whoever reads it.
    private bool IsFirst(string name, string file, ConfigPlace? place)
    {
        place ??= Begin(file);
        if (_places.TryAdd(name, place))
            return true;
        if (_places[name].File == file)
            Unusable++;
        else
            Refuse(file, new ConfigProblem($"{name} is defined at {_places[name]} already; give one of them another id", place));
        return false;
    }

    private void Add(string file, IReadOnlyList<ConfigProblem> problems)
    {
        if (problems.Any(problem => !problem.IsWarning))
            Unusable++;
        _problems.AddRange(problems.Select(problem => new FileProblem(file, problem)));
    }

    private void Refuse(string file, ConfigProblem problem) => Add(file, [problem]);

    private TResult? Read<TResult>(LoadFile file, Func<string, TResult> parse)
        where TResult : class
    {
        try
        {
            return parse(file.Text);
        }
        catch (FileException wrong)
        {
            Add(file.Path, wrong.Problems);
            return null;
        }
    }

    private static ConfigPlace Begin(string file) => new(file, 1, 1);
}
