using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Binding;

namespace Tocsin.Engine.Sources;

/// <summary>Reads definitions of sources.</summary>
public static class SourceFile
{
    /// <summary>The keys of a source.</summary>
    public static readonly DefinitionForm Form = new("source", ["id", "kind", "topic"], ["options", "auth", "points", "limits"]);

    /// <summary>Reads a text. All that is wrong is told, with the place; the entries are those that are right so far.</summary>
    /// <param name="name">The file's name, for errors.</param>
    /// <param name="id">The id of a definition that has none; empty when each must have one.</param>
    public static SourceFileResult Parse(string text, string name, string id = "")
    {
        var problems = new List<ConfigProblem>();
        var (entries, _) = DefinitionReader.Read(text, name, Form, (definition, found) => Read(definition, id, found), problems);
        problems.AddRange(DefinitionReader.Twins(entries.Select(entry => ($"source '{entry.Spec.Id}'", entry.Values.Place))));
        return new SourceFileResult(entries, problems);
    }

    /// <summary>What a section of a source may say, besides its options; nothing for others.</summary>
    public static IReadOnlyList<OptionDescription> DescribeSection(string key) => key switch
    {
        "auth" => [.. SourceAuth.Keys.Select(way => new OptionDescription { Key = way, Type = "section", Summary = "What requests must show to be taken." })],
        "points" => Describe(typeof(SourcePoints)),
        "limits" => Describe(typeof(SourceLimits)),
        _ => [],
    };

    private static IReadOnlyList<OptionDescription> Describe(Type type) => OptionDescriber.DescribeOrNothing(type, DocumentationFile.Beside(type.Assembly), isInScript: false);

    private static SourceFileEntry Read(ConfigMap definition, string otherId, List<ConfigProblem> problems)
    {
        var id = DefinitionReader.TextOf(definition, "id", problems) is { Length: > 0 } given ? given : otherId;
        var kind = DefinitionReader.TextOf(definition, "kind", problems);
        _ = DefinitionReader.TextOf(definition, "topic", problems);

        // What could not be read has been told; an empty text in its place is not a second mistake.
        if (problems.Count == 0)
            problems.AddRange(CheckNames(definition, id, kind));
        return new SourceFileEntry(new SourceSpec { Id = id, Kind = kind, Json = ConfigJson.Write(definition) }, definition);
    }

    private static IEnumerable<ConfigProblem> CheckNames(ConfigMap definition, string id, string kind)
    {
        if (id.Length == 0)
            yield return new ConfigProblem("a source needs an id: its address is /ingest/ID", DefinitionReader.PlaceOf(definition, "id"));
        else if (AddressableName.Problem(id) is { } unreachable)
            yield return new ConfigProblem($"id cannot be used: {unreachable}", DefinitionReader.PlaceOf(definition, "id"));
        else if (!IsId(id))
            yield return new ConfigProblem($"id must consist of letters, numbers, '-', '.' and '_', not \"{id}\"", DefinitionReader.PlaceOf(definition, "id"));
        if (definition.TryFind("topic", out var topic) && topic is ConfigText { Value: { Length: > 0 } name } && AddressableName.Problem(name) is { } lost)
            yield return new ConfigProblem($"topic cannot be used: {lost}", topic.Place);
        if (kind.Length == 0)
            yield return new ConfigProblem("a source needs a kind, such as generic", DefinitionReader.PlaceOf(definition, "kind"));
    }

    private static bool IsId(string id) => id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_');
}
