using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Deliveries;
using Tocsin.Alerting.Matching;
using Tocsin.Alerting.Storage;
using Tocsin.Dsl.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Alerting.Definitions;

/// <summary>
/// Reads handler files: YAML, or JSON, which is YAML. A file may hold several documents, and a document one handler or a list of them.
/// </summary>
public static class HandlerFile
{
    private static readonly string[] Keys = ["topic", "id", "kind", "match", "options", "delivery"];

    /// <summary>Reads one file. All that is wrong is told, with the place; the handlers are those that are right.</summary>
    /// <param name="name">The file's name, for errors.</param>
    public static HandlerFileResult Parse(string text, string name)
    {
        var entries = new List<HandlerFileEntry>();
        var faulty = new List<HandlerFileEntry>();
        var errors = new List<string>();
        var warnings = new List<ConfigProblem>();
        try
        {
            foreach (var root in BoundedYaml.Roots(text))
                ReadDocument(root);
        }
        catch (YamlException error)
        {
            errors.Add(YamlProblem.Of(error, name).ToString());
        }

        RefuseTwins(entries.Select(entry => entry.Spec), name, errors);
        return new HandlerFileResult(entries, errors) { Faulty = faulty, Warnings = warnings };

        void ReadDocument(YamlNode root)
        {
            var items = root is YamlSequenceNode list ? list.Children : [root];
            foreach (var item in items)
            {
                if (item is YamlScalarNode { Value: null or "" })
                    continue;
                if (item is YamlMappingNode mapping)
                {
                    ReadHandler(mapping, entries, faulty, new Place(name, errors));
                    warnings.AddRange(Misspelt(mapping, new Place(name, errors)));
                }
                else
                {
                    new Place(name, errors).Refuse(item, "a handler is a mapping with topic, id, kind, match, options and delivery");
                }
            }
        }
    }

    private static void RefuseTwins(IEnumerable<HandlerSpec> specs, string name, List<string> errors)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var spec in specs)
        {
            if (!seen.Add((spec.Topic, spec.Id)))
                errors.Add($"{name}: handler \"{spec.Id}\" of topic \"{spec.Topic}\" is defined twice; give one of them another id");
        }
    }

    private static void ReadHandler(YamlMappingNode mapping, List<HandlerFileEntry> entries, List<HandlerFileEntry> faulty, Place place)
    {
        string topic = "", id = "", kind = "", match = "";
        string? options = null, delivery = null;
        ConfigValue placed = ConfigMap.Empty;
        var errorsBefore = place.Errors.Count;
        foreach (var (key, value) in mapping.Children)
        {
            // Other keys are for other programs.
            switch ((key as YamlScalarNode)?.Value)
            {
                case "topic":
                    topic = place.Text(value, "topic");
                    break;
                case "id":
                    id = place.Text(value, "id");
                    break;
                case "kind":
                    kind = place.Text(value, "kind");
                    break;
                case "match":
                    match = place.Text(value, "match");
                    break;
                case "options":
                    options = Section(value, "options", place);
                    placed = options is null ? ConfigMap.Empty : YamlConfig.Read(place.File, value);
                    break;
                case "delivery":
                    delivery = Section(value, "delivery", place);
                    if (delivery is not null)
                        CheckDelivery(value, place);
                    break;
            }
        }

        var spec = new HandlerSpec { Topic = topic, Id = id, Kind = kind, Match = match, OptionsJson = options, DeliveryJson = delivery };
        // What could not be read has been told; an empty text in its place is no second mistake.
        if (place.Errors.Count == errorsBefore)
        {
            foreach (var fault in HandlerRules.CheckAll(spec))
                place.Refuse(NodeOf(mapping, fault.Key), fault.Message);
        }

        if (match.Length > 0 && !EventMatch.TryParse(match, out _, out var error))
            place.Refuse(NodeOf(mapping, "match"), error);
        var entry = new HandlerFileEntry(spec, place.Of(mapping), place.Of(NodeOf(mapping, "kind")), placed);
        (place.Errors.Count == errorsBefore ? entries : faulty).Add(entry);
    }

    // A key that is there is not what another one was meant to be.
    private static IEnumerable<ConfigProblem> Misspelt(YamlMappingNode mapping, Place place)
    {
        var given = mapping.Children.Keys.OfType<YamlScalarNode>().ToArray();
        var absent = Keys.Except(given.Select(key => key.Value)).OfType<string>().ToArray();
        foreach (var key in given)
        {
            if (key.Value is { } name && !Keys.Contains(name) && NearestName.Find(name, absent) is { } nearest)
                yield return new ConfigProblem($"a handler has no key '{name}', it is ignored; did you mean '{nearest}'?", place.Of(key), IsWarning: true);
        }
    }

    /// <summary>The value of a key, or all of the handler where the key is absent.</summary>
    private static YamlNode NodeOf(YamlMappingNode mapping, string key) =>
        mapping.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : mapping;

    private static void CheckDelivery(YamlNode value, Place place)
    {
        HandlerDeliveryOptions.Read(YamlConfig.Read(place.File, value), out var problems);
        place.Errors.AddRange(problems.Select(problem => problem.ToString()));
    }

    /// <summary>A mapping as JSON; null when it is absent or something else.</summary>
    private static string? Section(YamlNode value, string key, Place place)
    {
        if (value is YamlScalarNode { Value: null or "" or "null" or "~" })
            return null;
        if (value is not YamlMappingNode)
        {
            place.Refuse(value, $"{key} must be a mapping");
            return null;
        }

        var json = new StringBuilder();
        YamlJson.Write(json, value);
        return json.ToString();
    }

    private sealed class Place(string name, List<string> errors)
    {
        public List<string> Errors => errors;

        public string File => name;

        public ConfigPlace Of(YamlNode node) => new(name, (int)node.Start.Line, (int)node.Start.Column);

        public void Refuse(YamlNode node, string what) => errors.Add($"{Of(node)}: {what}");

        public string Text(YamlNode node, string key)
        {
            if (node is YamlScalarNode scalar)
                return scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" } ? "" : scalar.Value ?? "";
            Refuse(node, $"{key} must be text");
            return "";
        }
    }
}
