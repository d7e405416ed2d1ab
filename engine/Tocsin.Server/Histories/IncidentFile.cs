using System.Globalization;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Matching;
using Tocsin.Dsl.Time;

namespace Tocsin.Server.Histories;

/// <summary>Reads incidents of the past that people write down, as YAML or JSON: a list of <c>{ from, to, id }</c>.</summary>
internal static class IncidentFile
{
    /// <summary>More are not compared.</summary>
    private const int Most = 10_000;

    private static readonly DefinitionForm Form = new("incident", ["from", "to", "id"], []);

    /// <summary>All that is wrong is reported, with the place.</summary>
    public static (IReadOnlyList<Incident> Incidents, IReadOnlyList<ConfigProblem> Problems) Parse(string text, string name)
    {
        var problems = new List<ConfigProblem>();
        var (incidents, _) = DefinitionReader.Read(text, name, Form, Read, problems);
        if (problems.Count == 0 && incidents.Count == 0)
            problems.Add(new ConfigProblem("the file holds no incident: it needs from, such as 2026-11-30T03:10:00Z", new ConfigPlace(name, 1, 1)));
        if (incidents.Count > Most)
            problems.Add(new ConfigProblem($"the file holds {incidents.Count} incidents, and {Most} are the most", new ConfigPlace(name, 1, 1)));
        return (incidents, problems);
    }

    private static Incident Read(ConfigMap values, List<ConfigProblem> problems)
    {
        var (from, to) = (TimeOf(values, "from", problems), TimeOf(values, "to", problems));
        if (from is null && problems.Count == 0)
            problems.Add(new ConfigProblem("an incident needs from, such as 2026-11-30T03:10:00Z", values.Place));
        if (to < from)
            problems.Add(new ConfigProblem("to lies before from", DefinitionReader.PlaceOf(values, "to")));
        var id = DefinitionReader.TextOf(values, "id", problems);
        if (!GoGlob.TryMatch(id, "", out _))
            problems.Add(new ConfigProblem($"'{id}' isn't a pattern such as cpu:*", DefinitionReader.PlaceOf(values, "id")));
        return new Incident(id, from ?? 0, to ?? long.MaxValue);
    }

    private static long? TimeOf(ConfigMap values, string key, List<ConfigProblem> problems)
    {
        var text = DefinitionReader.TextOf(values, key, problems);
        if (text.Length == 0)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return Instant.From(time).UnixNanoseconds;
        problems.Add(new ConfigProblem($"{key}: '{text}' isn't a time such as 2026-11-30T03:10:00Z", DefinitionReader.PlaceOf(values, key)));
        return null;
    }
}
