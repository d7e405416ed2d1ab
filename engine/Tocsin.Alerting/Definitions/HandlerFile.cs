using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;

namespace Tocsin.Alerting.Definitions;

/// <summary>Reads handler files. Keys that a handler does not have are for other programs.</summary>
public static class HandlerFile
{
    /// <summary>The keys of a handler.</summary>
    public static readonly DefinitionForm Form =
        new("handler", ["topic", "id", "kind", "match"], ["options", "delivery"]) { IsOpen = true, Comparer = StringComparer.Ordinal };

    /// <summary>Reads one file. All that is wrong is told, with the place; the handlers are those that are right.</summary>
    /// <param name="name">The file's name, for errors.</param>
    public static HandlerFileResult Parse(string text, string name)
    {
        var problems = new List<ConfigProblem>();
        var (entries, faulty) = DefinitionReader.Read(text, name, Form, Read, problems);
        problems.AddRange(DefinitionReader.Twins(entries.Select(entry => ($"handler \"{entry.Spec.Id}\" of topic \"{entry.Spec.Topic}\"", entry.Place))));
        return new HandlerFileResult(entries, problems) { Faulty = faulty };
    }

    /// <summary>What a handler may say of its deliveries.</summary>
    public static IReadOnlyList<OptionDescription> DescribeDelivery() =>
        new OptionDescriber(DocumentationFile.Beside(typeof(HandlerDeliveryOptions).Assembly), isInScript: false).Describe(typeof(HandlerDeliveryOptions));

    /// <summary>Keys of a handler that are ignored and look like misspelt ones.</summary>
    public static IReadOnlyList<ConfigProblem> CheckKeys(ConfigMap definition) => [.. Form.CheckKeys(definition)];

    private static HandlerFileEntry Read(ConfigMap definition, List<ConfigProblem> problems)
    {
        var options = SectionOf(definition, "options", problems);
        var delivery = SectionOf(definition, "delivery", problems);
        var spec = new HandlerSpec
        {
            Topic = DefinitionReader.TextOf(definition, "topic", problems),
            Id = DefinitionReader.TextOf(definition, "id", problems),
            Kind = DefinitionReader.TextOf(definition, "kind", problems),
            Match = DefinitionReader.TextOf(definition, "match", problems),
            OptionsJson = options is null ? null : ConfigJson.Write(options),
            DeliveryJson = delivery is null ? null : ConfigJson.Write(delivery),
        };

        // What could not be read has been told; an empty text in its place is not a second mistake.
        if (problems.All(problem => problem.IsWarning))
            problems.AddRange(HandlerRules.CheckNames(spec).Select(problem => problem with { Place = DefinitionReader.PlaceOf(definition, problem.Option ?? "") }));
        if (delivery is not null)
        {
            HandlerDeliveryOptions.Read(delivery, out var found);
            problems.AddRange(found);
        }

        if (spec.Match.Length > 0 && !EventMatch.TryParse(spec.Match, out _, out var error))
            problems.Add(new ConfigProblem(error, DefinitionReader.PlaceOf(definition, "match")));
        return new HandlerFileEntry(spec, definition);
    }

    /// <summary>A section; null when it is absent or something else.</summary>
    private static ConfigMap? SectionOf(ConfigMap definition, string key, List<ConfigProblem> problems)
    {
        if (!definition.TryFind(key, out var value) || value is ConfigNull or ConfigText { Value: "" })
            return null;
        if (value is ConfigMap section)
            return section;
        problems.Add(new ConfigProblem($"{key} must be a mapping", value.Place));
        return null;
    }
}
