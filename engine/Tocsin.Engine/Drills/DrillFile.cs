using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Names;
using Tocsin.Pipelines.Nodes.Query.Ticks;
using Tocsin.Sdk;

namespace Tocsin.Engine.Drills;

/// <summary>Reads drills that people write, as YAML or JSON.</summary>
public static class DrillFile
{
    /// <summary>The keys of a drill.</summary>
    public static readonly DefinitionForm Form = new("drill", ["id", "name", "cron", "zone", "level", "wait", "alarm"], ["handlers"]);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMinutes(1);

    // What was due before there were drills is never due.
    private static readonly long LongAgo = (new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks * 100;

    /// <summary>Reads a text. All that is wrong is reported, with the place; the entries are those that are right.</summary>
    /// <param name="name">The file's name, for errors.</param>
    public static (IReadOnlyList<DrillFileEntry> Entries, IReadOnlyList<ConfigProblem> Problems) Parse(string text, string name)
    {
        var problems = new List<ConfigProblem>();
        var (entries, _) = DefinitionReader.Read(text, name, Form, Read, problems);
        problems.AddRange(DefinitionReader.Twins(entries.Select(entry => ($"drill '{entry.Definition.Id}'", entry.Place))));
        return (entries, problems);
    }

    private static DrillFileEntry Read(ConfigMap values, List<ConfigProblem> problems)
    {
        var definition = new DrillDefinition
        {
            Id = Required(values, "id", "a name of its own, such as pager-weekly", problems),
            Name = Required(values, "name", "the topic or the task whose handlers must be alive", problems),
            Cron = Required(values, "cron", "when, such as '0 9 * * 1' for Mondays at nine", problems),
            Alarm = Required(values, "alarm", "the topic that says that it has not arrived", problems),
            Zone = ZoneOf(values, problems),
            Level = Setting<AlertLevel>(values, "level", DrillSetting.ReadLevel, problems),
            Wait = Setting<TimeSpan>(values, "wait", DrillSetting.ReadWait, problems),
            Handlers = HandlersOf(values, problems),
            Json = ConfigJson.Write(values),
        };
        if (definition.Id.Length > 0 && AddressableName.Problem(definition.Id) is { } unusable)
            problems.Add(new ConfigProblem($"the id cannot be used: {unusable}", DefinitionReader.PlaceOf(values, "id")));
        if (definition.Alarm.Length > 0 && !TopicName.CanHaveHandlers(definition.Alarm))
            problems.Add(new ConfigProblem($"alarm must be a topic that handlers can be defined for: {TopicName.Parts}", DefinitionReader.PlaceOf(values, "alarm")));
        if (definition.Cron.Length > 0 && WhyNoCron(definition) is { } why)
            problems.Add(new ConfigProblem($"cron: {why}", DefinitionReader.PlaceOf(values, "cron")));
        return new DrillFileEntry(definition, values.Place);
    }

    private static string Required(ConfigMap values, string key, string what, List<ConfigProblem> problems)
    {
        var count = problems.Count;
        var text = DefinitionReader.TextOf(values, key, problems);
        if (text.Length == 0 && problems.Count == count)
            problems.Add(new ConfigProblem($"a drill needs {key}: {what}", values.Place));
        return text;
    }

    private static TimeZoneInfo ZoneOf(ConfigMap values, List<ConfigProblem> problems)
    {
        var text = DefinitionReader.TextOf(values, "zone", problems);
        if (text.Length == 0)
            return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
            return zone;
        problems.Add(new ConfigProblem($"there is no zone '{text}': write one such as Europe/Berlin", DefinitionReader.PlaceOf(values, "zone")));
        return TimeZoneInfo.Utc;
    }

    private delegate string? Reading<T>(string text, out T value);

    private static T Setting<T>(ConfigMap values, string key, Reading<T> read, List<ConfigProblem> problems)
    {
        if (read(DefinitionReader.TextOf(values, key, problems), out var value) is { } problem)
            problems.Add(new ConfigProblem(problem, DefinitionReader.PlaceOf(values, key)));
        return value;
    }

    private static List<string> HandlersOf(ConfigMap values, List<ConfigProblem> problems)
    {
        if (!values.TryFind("handlers", out var value))
            return [];
        if (value is ConfigList list && list.Items.All(item => item is ConfigText { Value: var name } && name.Contains('/', StringComparison.Ordinal)))
            return [.. list.Items.OfType<ConfigText>().Select(item => item.Value)];
        problems.Add(new ConfigProblem("handlers must be a list of handlers such as system/pager", value.Place));
        return [];
    }

    private static string? WhyNoCron(DrillDefinition definition)
    {
        try
        {
            var ticks = CronTicks.Parse(definition.Cron, definition.Zone);
            var last = LongAgo;
            for (var i = 0; i < 60; i++)
            {
                if (ticks.Next(last) is not { } next)
                    return i == 0 ? $"'{definition.Cron}' is never due" : null;
                if (i > 0 && next - last < ShortestPause.Ticks * 100)
                    return $"'{definition.Cron}' is due more often than once a minute: people are notified each time";
                last = next;
            }

            return null;
        }
        catch (FormatException problem)
        {
            return $"'{definition.Cron}' isn't a cron expression: {problem.Message}";
        }
    }
}
