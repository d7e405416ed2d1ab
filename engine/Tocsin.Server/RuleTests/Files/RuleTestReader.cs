using System.Globalization;
using System.Text.RegularExpressions;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Server.Loading;
using Tocsin.Server.Loading.Checks;

namespace Tocsin.Server.RuleTests.Files;

/// <summary>Reads files of tests. All that is wrong is reported, with its place, before anything runs.</summary>
internal sealed partial class RuleTestReader
{
    internal static readonly DefinitionForm FileForm = new("file of tests", ["load", "config", "start"], ["tasks", "handlers", "sources", "silences", "env", "defaults", "tests"]);
    internal static readonly DefinitionForm DefaultsForm = new("section of defaults", ["dbrp", "unread"], []);
    internal static readonly DefinitionForm TaskForm = new("task", ["script", "vars"], []);
    internal static readonly DefinitionForm TestForm = new("test", ["name", "snapshot"], ["replay", "steps"]);

    private readonly string _path;
    private readonly List<ConfigProblem> _problems = [];
    private readonly WrittenParts _parts;
    private readonly MachineFiles _files;

    private RuleTestReader(string path, MachineFiles files)
    {
        _path = path;
        _files = files;
        _parts = new WrittenParts(_problems);
    }

    /// <summary>Reads one file.</summary>
    public static RuleTestFile Read(string path)
    {
        try
        {
            return Read(path, TextFile.Read(path), MachineFiles.Here);
        }
        catch (FileException problem)
        {
            return new RuleTestFile(path) { Problems = problem.Problems };
        }
    }

    /// <summary>The same for what an editor holds in the place of the file.</summary>
    /// <param name="files">The files that it names.</param>
    public static RuleTestFile Read(string path, string text, MachineFiles files)
    {
        var reader = new RuleTestReader(path, files);
        var file = reader.Read(DefinitionReader.First(AnyBeforeComma().Replace(text, "$0 "), path, reader._problems));
        return file with { Problems = reader._problems };
    }

    // To YAML a comma that follows at once is part of the tag.
    [GeneratedRegex(@"(?<=[:\[,{] +)!any(?=,)")]
    private static partial Regex AnyBeforeComma();

    private RuleTestFile Read(ConfigMap? written)
    {
        var file = new RuleTestFile(_path);
        if (written is null)
        {
            if (_problems.Count == 0)
                _problems.Add(new ConfigProblem("a file of tests has the key tests, and load or tasks", new ConfigPlace(_path, 1, 1)));
            return file;
        }

        var root = _parts.Own(FileForm, written);
        var defaults = root.TryFind("defaults", out var usual) && usual is ConfigMap map ? _parts.Own(DefaultsForm, map) : ConfigMap.Empty;
        file = file with
        {
            Load = _parts.Text(root, "load") is { Length: > 0 } load ? load : null,
            Config = _parts.Text(root, "config") is { Length: > 0 } config ? config : null,
            Tasks = [.. _parts.Items(root, "tasks").Select(ReadTask).OfType<TestedTask>()],
            Handlers = [.. _parts.Items(root, "handlers").Select(item => TextOf(item, "a file of handlers")).OfType<string>()],
            Sources = [.. _parts.Items(root, "sources").Select(item => TextOf(item, "a file of sources")).OfType<string>()],
            Silences = [.. _parts.Items(root, "silences").Select(item => TextOf(item, "a file of silences")).OfType<string>()],
            Environment = ReadEnvironment(root),
            Start = ReadStart(root, file.Start),
            Source = _parts.DbrpOf(defaults) ?? file.Source,
            MayBeUnread = _parts.Flag(defaults, "unread"),
        };
        if (file.Load is null && file.Tasks.Count == 0 && file.Sources.Count == 0)
            _parts.Report("nothing is tested: name scripts under tasks, sources under sources, or a load folder under load", written.Place);
        Exists(file, "load", root, file.Load, _files.MayHaveFolder);
        Exists(file, "config", root, file.Config, _files.MayHave);
        foreach (var task in file.Tasks)
        {
            Exists(file, task.Script, task.Place, _files.MayHave);
            if (task.Vars.Length > 0)
                Exists(file, task.Vars, task.Place, _files.MayHave);
        }

        foreach (var handlers in file.Handlers)
            Exists(file, handlers, DefinitionReader.PlaceOf(root, "handlers"), _files.MayHave);
        foreach (var sources in file.Sources)
            Exists(file, sources, DefinitionReader.PlaceOf(root, "sources"), _files.MayHave);
        foreach (var silences in file.Silences)
            Exists(file, silences, DefinitionReader.PlaceOf(root, "silences"), _files.MayHave);
        return file with { Tests = ReadTests(root, file) };
    }

    private List<RuleTest> ReadTests(ConfigMap root, RuleTestFile file)
    {
        var tests = new List<RuleTest>();
        foreach (var item in _parts.Items(root, "tests"))
        {
            if (item is not ConfigMap written)
            {
                _parts.Report("a test is a mapping with name and steps", item.Place);
                continue;
            }

            var map = _parts.Own(TestForm, written);
            var name = _parts.Text(map, "name");
            if (name.Length == 0)
                _parts.Report("a test needs a name", written.Place);
            else if (tests.Any(test => test.Name == name))
                _parts.Report($"another test is called '{name}' already: names are unique in a file", DefinitionReader.PlaceOf(map, "name"));
            var steps = new StepReader(_parts, file.Start, file.Find, _files).Read(StepsOf(map));
            if (!steps.Any(step => step is ExpectStep or SnapshotStep))
                _parts.Report($"the test '{name}' expects nothing: add a step 'expect'; 'expect: {{}}' says that nothing happens", written.Place);
            tests.Add(new RuleTest(name, written.Place, steps));
        }

        if (tests.Count == 0)
            _parts.Report("there is no test: write them under tests, each with name and steps", root.Place);
        return tests;
    }

    // replay and snapshot beside the steps are the first step and the last one.
    private List<ConfigValue> StepsOf(ConfigMap test)
    {
        return [.. Alone("replay"), .. _parts.Items(test, "steps"), .. Alone("snapshot")];

        IEnumerable<ConfigValue> Alone(string key) =>
            test.Entries.Where(entry => string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)).Select(entry => new ConfigMap([entry]) { Place = entry.Place });
    }

    private TestedTask? ReadTask(ConfigValue item)
    {
        if (item is ConfigText text)
            return new TestedTask(text.Value, "", item.Place);
        if (item is ConfigMap written && _parts.Own(TaskForm, written) is var map && _parts.Text(map, "script") is { Length: > 0 } script)
            return new TestedTask(script, _parts.Text(map, "vars"), item.Place);
        _parts.Report("a task is a script's file, or a mapping with script and vars", item.Place);
        return null;
    }

    private Dictionary<string, string> ReadEnvironment(ConfigMap root)
    {
        if (!root.TryFind("env", out var written) || written is ConfigNull)
            return [];
        if (written is ConfigMap map && map.Entries.All(entry => entry.Value is ConfigText or { Written: not null }))
            return map.Entries.ToDictionary(entry => entry.Key, entry => (entry.Value as ConfigText)?.Value ?? entry.Value.Written ?? "");
        _parts.Report("env gives variables of the environment their values: { SLACK_URL: 'https://hooks.example/' }", written.Place);
        return [];
    }

    private DateTimeOffset ReadStart(ConfigMap root, DateTimeOffset usual)
    {
        var text = _parts.Text(root, "start");
        if (text.Length == 0)
            return usual;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var start) && start.Year is >= 1970 and <= 2200)
            return start;
        _parts.Report($"start must be a time of the years 1970 to 2200 such as 2026-03-28T23:00:00Z, not '{text}'", DefinitionReader.PlaceOf(root, "start"));
        return usual;
    }

    private void Exists(RuleTestFile file, string key, ConfigMap root, string? path, Func<string, bool> exists)
    {
        if (path is not null)
            Exists(file, path, DefinitionReader.PlaceOf(root, key), exists);
    }

    private void Exists(RuleTestFile file, string path, ConfigPlace? place, Func<string, bool> exists)
    {
        if (!exists(file.Find(path)))
            _parts.Report($"there is no {file.Find(path)}; paths begin at the folder of the file of tests", place);
    }

    private string? TextOf(ConfigValue value, string what)
    {
        if (value is ConfigText text)
            return text.Value;
        _parts.Report($"{what} is named by a text, not by {value.Describe()}", value.Place);
        return null;
    }
}
