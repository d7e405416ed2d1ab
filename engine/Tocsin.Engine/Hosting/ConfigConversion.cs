using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting.Peer;

namespace Tocsin.Engine.Hosting;

/// <summary>A configuration of the peer as one of this server.</summary>
/// <param name="Yaml">The configuration.</param>
/// <param name="Report">What of the file has no place in it, and what is wrong with it; a line each.</param>
/// <param name="IsFailed">True when the file cannot be read, or a server could not start with it.</param>
public sealed record ConfigConversion(string Yaml, IReadOnlyList<string> Report, bool IsFailed)
{
    private const string MadeName = "tocsin.yaml";
    private const string NothingOfIt = "nothing of it has an effect here";

    /// <param name="file">The name in messages.</param>
    /// <param name="text">What <c>kapacitor.conf</c> says.</param>
    /// <param name="kinds">The kinds of handlers whose sections are known.</param>
    public static ConfigConversion Of(string file, string text, HandlerKinds kinds)
    {
        var problems = new List<ConfigProblem>();
        var values = PeerConfig.Read(file, text, problems);
        var config = ConfigFile.Parse(Path.ChangeExtension(file, ".conf"), text, _ => null, names: []);
        var all = problems.Any(problem => !problem.IsWarning) ? problems
            : config.ProblemsFor(kinds).Select(problem => problem.Place is { } place ? problem with { Place = place with { File = file } } : problem).ToList();
        var isFailed = all.Any(problem => !problem.IsWarning);
        var report = all.Select(problem => problem.ToString()).ToList();
        var shapes = ConfigFile.Shapes(kinds);
        var kept = PeerConfig.AsOwn(values).Entries.Select(entry => entry with { Value = OfSection(entry.Key, entry.Value, shapes.GetValueOrDefault(entry.Key)) }).Where(entry => !IsEmpty(entry.Value)).ToList();
        if (isFailed)
            return new ConfigConversion("", report, IsFailed: true);

        report.AddRange(values.Entries.Where(entry => kept.All(other => other.Key != entry.Key)).Select(entry => $"{entry.Place}: section '{entry.Key}' is left out: {NothingOfIt}"));
        if (PeerConfig.IsOpen(values))
            report.Add("http.auth is off, as in Kapacitor: anyone who can reach the server has full access. 'tocsin users add' and auth: on change that");
        report.AddRange(Silent(values, kept, all));
        var yaml = Accepted(file, kept, kinds, report);
        return new ConfigConversion(yaml ?? "", report, IsFailed: yaml is null);
    }

    /// <summary>What is left out of sections that are kept, and nobody has to do anything about: no line of the file is gone without a word.</summary>
    private static IEnumerable<string> Silent(ConfigMap values, List<ConfigEntry> kept, List<ConfigProblem> problems)
    {
        foreach (var entry in values.Entries)
        {
            if (kept.Find(other => other.Key == entry.Key) is not { } section)
                continue;
            var stay = Maps(section.Value).SelectMany(map => map.Entries).Select(option => option.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var gone = Maps(entry.Value).SelectMany(map => map.Entries).Select(option => option.Key).Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(key => !stay.Contains(key) && problems.All(problem => problem.Option != $"{entry.Key}.{key}")).ToList();
            if (gone.Count > 0)
                yield return $"{entry.Place}: section '{entry.Key}': {string.Join(", ", gone.Select(key => $"'{key}'"))} {(gone.Count == 1 ? "is" : "are")} left out: empty, or without an effect here";
        }
    }

    private static IEnumerable<ConfigMap> Maps(ConfigValue value) => (value is ConfigList list ? list.Items : [value]).OfType<ConfigMap>();

    /// <summary>The sections of a file of the peer of which nothing would be kept, and the keys in others that have no effect here; all of it warnings.</summary>
    /// <param name="values">What the file says.</param>
    /// <param name="shapes">The sections that are read, by name.</param>
    internal static IEnumerable<ConfigProblem> WithoutEffect(ConfigMap values, IReadOnlyDictionary<string, OptionsShape> shapes)
    {
        foreach (var section in values.Entries.Where(entry => entry.MayBeUnknown))
        {
            var shape = shapes.GetValueOrDefault(section.Key);
            if (IsEmpty(OfSection(section.Key, section.Value, shape)))
            {
                yield return new ConfigProblem($"section '{section.Key}': {NothingOfIt}, and nothing is missing without it: it may stay or go", section.Place, IsWarning: true);
                continue;
            }

            foreach (var option in Maps(section.Value).SelectMany(element => element.Entries).Where(option => shape?.TryFind(option.Key, out _) != true && PeerConfig.IsWithout(section.Key, option.Key)))
                yield return new ConfigProblem($"option '{section.Key}.{option.Key}' has no effect here, and nothing is missing without it: it may stay or go", option.Place, IsWarning: true);
        }
    }

    /// <summary>What is made must be accepted: YAML has no keys that are ignored, as the peer's file has. Null when it cannot be.</summary>
    private static string? Accepted(string file, List<ConfigEntry> kept, HandlerKinds kinds, List<string> report)
    {
        while (true)
        {
            var yaml = $"# Made from {Path.GetFileName(file)}. What is in kapacitor.conf and has no effect here is left out.\n" + YamlText.Write(new ConfigMap(kept));
            var made = ConfigFile.Parse(MadeName, yaml, _ => null);
            if (made.ProblemsFor(kinds).FirstOrDefault(problem => !problem.IsWarning) is not { } wrong)
                return yaml;
            var at = made.Root.Entries.LastOrDefault(entry => wrong.Place is { } place && entry.Place is { } begin && begin.Line <= place.Line);
            if (at is null || kept.RemoveAll(entry => entry.Key == at.Key) == 0)
            {
                report.Add($"{file} cannot be said in YAML: {wrong.Message}");
                return null;
            }

            report.Add($"section '{at.Key}' is left out, it would not be accepted: {wrong.Message}");
        }
    }

    private static ConfigValue OfSection(string section, ConfigValue value, OptionsShape? shape) => value switch
    {
        ConfigList { Items: [ConfigMap, ..] } list => list with { Items = [.. list.Items.Select(item => OfSection(section, item, shape)).Where(item => !IsEmpty(item))] },
        ConfigMap map => map with { Entries = [.. map.Entries.Where(entry => IsKept(section, entry, shape))] },
        _ => value,
    };

    // A section that nothing reads would be reported at each start.
    private static bool IsKept(string section, ConfigEntry entry, OptionsShape? shape) =>
        shape is not null && (shape.TryFind(entry.Key, out var member) ? !OptionsBinder.IsBlank(member, entry.Value)
            : !PeerConfig.IsWithout(section, entry.Key) && entry.Key is "name" or "default");

    private static bool IsEmpty(ConfigValue value) => value is ConfigMap { Entries.Count: 0 } or ConfigList { Items: [] };
}
