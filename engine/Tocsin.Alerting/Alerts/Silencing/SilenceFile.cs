using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>Reads silences that people write, as YAML or JSON.</summary>
public static class SilenceFile
{
    /// <summary>The keys of a silence.</summary>
    public static readonly DefinitionForm Form = new("silence", ["id", "from", "until", "comment", "by"], ["matchers", "handlers", "when"]);

    /// <summary>Reads a text. All that is wrong is told, with the place; the entries are those that are right.</summary>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="needsId">Whether each must have an id.</param>
    public static (IReadOnlyList<SilenceFileEntry> Entries, IReadOnlyList<ConfigProblem> Problems) Parse(string text, string name, bool needsId = true)
    {
        var problems = new List<ConfigProblem>();
        var (entries, _) = DefinitionReader.Read(text, name, Form, (definition, found) => Read(definition, needsId, found), problems);
        problems.AddRange(DefinitionReader.Twins(entries.Where(entry => entry.Id.Length > 0).Select(entry => ($"silence '{entry.Id}'", entry.Values.Place))));
        return (entries, problems);
    }

    private static SilenceFileEntry Read(ConfigMap definition, bool needsId, List<ConfigProblem> problems)
    {
        var id = DefinitionReader.TextOf(definition, "id", problems);
        if (problems.Count == 0)
            problems.AddRange(AlertSilences.Check(definition));
        if (needsId && id.Length == 0)
            problems.Add(new ConfigProblem("a silence in a file needs an id, such as night-batch", DefinitionReader.PlaceOf(definition, "id")));
        return new SilenceFileEntry(id, definition);
    }
}
