using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Storage.Rows;

namespace Tocsin.Engine.Hosting;

/// <summary>What was set over the configuration's file, element by element: a layer over whatever the file says. Immutable.</summary>
/// <param name="Rows">In the order in which elements were first set.</param>
public sealed record ConfigOverrides(IReadOnlyList<ConfigOverrideRow> Rows)
{
    public static readonly ConfigOverrides None = new([]);

    /// <summary>What is set of an element; null when nothing is.</summary>
    public ConfigOverrideRow? Find(string section, string element) => Rows.FirstOrDefault(row => row.Section == section && row.Element == element);

    /// <summary>These with another row, in the place of the one of its element.</summary>
    public ConfigOverrides With(ConfigOverrideRow row) => Find(row.Section, row.Element) is { } before
        ? new ConfigOverrides([.. Rows.Select(other => other == before ? row : other)])
        : new ConfigOverrides([.. Rows, row]);

    public ConfigOverrides Without(string section, string element) =>
        new([.. Rows.Where(row => row.Section != section || row.Element != element)]);

    /// <summary>Those that fit a file as it is now; the others are left out, each with what is wrong.</summary>
    public ConfigOverrides Fitting(ConfigFile file, HandlerKinds kinds, ICollection<string> leftOut)
    {
        var sections = ConfigSection.All(kinds);
        var fitting = None;
        foreach (var row in Rows)
        {
            var longer = fitting.With(row);
            var problems = sections.All(section => section.Name != row.Section)
                ? [new ConfigProblem("there is no such section any more")]
                : file.With(longer, sections).ProblemsFor(kinds).Where(problem => !problem.IsWarning).ToList();
            if (problems.Count == 0)
                fitting = longer;
            else
                leftOut.Add($"what the API set of {row.Section}/{row.Element} is left out, it does not fit the configuration any more: {string.Join("; ", problems)}");
        }

        return fitting;
    }

    /// <summary>A configuration with these over it. What is set of an element that the file no longer has is left out.</summary>
    public ConfigMap Over(ConfigMap configuration, IReadOnlyList<ConfigSection> sections)
    {
        foreach (var row in Rows)
        {
            if (sections.FirstOrDefault(section => section.Name == row.Section) is { } section)
                configuration = Over(configuration, section, row);
        }

        return configuration;
    }

    private static ConfigMap Over(ConfigMap configuration, ConfigSection section, ConfigOverrideRow row)
    {
        if (ConfigJson.Parse(row.OptionsJson) is not ConfigMap set)
            return configuration;
        var elements = section.Elements(configuration);
        var merged = elements.Select(element => element.Name == row.Element ? Over(element.Options, set) : element.Options).ToList();
        if (elements.All(element => element.Name != row.Element))
        {
            if (!row.IsAdded)
                return configuration;

            // The one that only stands for defaults is not an entry beside another.
            if (!configuration.TryFind(section.Name, out var value) || value is ConfigNull)
                merged.Clear();
            merged.Add(set);
        }

        var isList = section.IsAlwaysList || row.Element.Length > 0 || merged.Count > 1 || (configuration.TryFind(section.Name, out var before) && before is ConfigList);
        return Over(configuration, new ConfigMap([new ConfigEntry(section.Name, isList ? new ConfigList(merged) : merged[0])]));
    }

    private static ConfigMap Over(ConfigMap below, ConfigMap above) => below with
    {
        Entries = [.. below.Entries.Where(entry => !above.TryFind(entry.Key, out _)), .. above.Entries],
    };
}
