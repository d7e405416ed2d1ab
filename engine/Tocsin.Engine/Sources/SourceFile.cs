using System.Text;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Storage;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Engine.Sources;

/// <summary>Reads definitions of sources: YAML, or JSON, which is YAML. A file may hold several documents, a document one source or a list.</summary>
public static class SourceFile
{
    private static readonly string[] Keys = ["id", "kind", "topic", "options", "auth", "points", "limits"];

    /// <summary>Reads a text. All that is wrong is told, with the place; the entries are those that are right so far.</summary>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="id">The id of a definition that has none; empty when each must have one.</param>
    public static SourceFileResult Parse(string text, string name, string id = "")
    {
        var entries = new List<SourceFileEntry>();
        var problems = new List<ConfigProblem>();
        try
        {
            foreach (var root in BoundedYaml.Roots(text))
            {
                foreach (var item in root is YamlSequenceNode list ? list.Children : [root])
                    Read(item, name, id, entries, problems);
            }
        }
        catch (YamlException error)
        {
            problems.Add(YamlProblem.Of(error, name));
        }

        foreach (var twin in entries.GroupBy(entry => entry.Spec.Id).Where(same => same.Count() > 1).Select(same => same.Last()))
            problems.Add(new ConfigProblem($"source '{twin.Spec.Id}' is defined twice; give one of them another id", twin.Values.Place));
        return new SourceFileResult(entries, problems);
    }

    private static void Read(YamlNode node, string name, string id, List<SourceFileEntry> entries, List<ConfigProblem> problems)
    {
        if (node is YamlScalarNode { Value: null or "" })
            return;
        if (YamlConfig.Read(name, node) is not ConfigMap map)
        {
            problems.Add(new ConfigProblem(
                $"a source is a mapping with {string.Join(", ", Keys)}", new ConfigPlace(name, (int)node.Start.Line, (int)node.Start.Column)));
            return;
        }

        var before = problems.Count;
        foreach (var entry in map.Entries.Where(entry => !Keys.Contains(entry.Key, StringComparer.OrdinalIgnoreCase)))
            problems.Add(new ConfigProblem($"a source has no key '{entry.Key}'{NameHint.Of(entry.Key, Keys)}", entry.Place));
        var given = TextOf(map, "id", id, problems);
        var kind = TextOf(map, "kind", "", problems);
        _ = TextOf(map, "topic", "", problems);
        if (problems.Count > before)
            return;
        if (given.Length == 0)
            problems.Add(new ConfigProblem("a source needs an id: its address is /ingest/ID", PlaceOf(map, "id")));
        else if (AddressableName.Problem(given) is { } unreachable)
            problems.Add(new ConfigProblem($"id cannot be used: {unreachable}", PlaceOf(map, "id")));
        else if (!IsId(given))
            problems.Add(new ConfigProblem($"id must consist of letters, numbers, '-', '.' and '_', not \"{given}\"", PlaceOf(map, "id")));
        if (kind.Length == 0)
            problems.Add(new ConfigProblem("a source needs a kind, such as generic", PlaceOf(map, "kind")));
        if (problems.Count > before)
            return;

        var json = new StringBuilder();
        YamlJson.Write(json, node);
        entries.Add(new SourceFileEntry(new SourceSpec { Id = given, Kind = kind, Json = json.ToString() }, map));
    }

    private static string TextOf(ConfigMap map, string key, string otherwise, List<ConfigProblem> problems)
    {
        if (!map.TryFind(key, out var value) || value is ConfigNull)
            return otherwise;
        if (value is ConfigText text)
            return text.Value;
        if (value is ConfigInteger number)
            return number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
        problems.Add(new ConfigProblem($"{key} must be text, not {value.Describe()}", value.Place));
        return otherwise;
    }

    private static bool IsId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');

    private static ConfigPlace? PlaceOf(ConfigMap map, string key) => map.TryFind(key, out var value) ? value.Place : map.Place;
}
