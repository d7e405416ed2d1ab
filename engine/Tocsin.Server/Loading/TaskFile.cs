using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Dsl.Binding;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tocsin.Server.Loading;

/// <summary>A task as a file gives it, YAML or JSON: the template, where points come from, values for variables.</summary>
internal sealed record TaskFile
{
    /// <summary>The task's id; empty when the file leaves it to others.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The template; empty when the file names none.</summary>
    public string TemplateId { get; private init; } = "";

    public IReadOnlyList<Dbrp> Dbrps { get; private init; } = [];

    public IReadOnlyDictionary<string, ScriptVar> Vars { get; private init; } = new Dictionary<string, ScriptVar>();

    /// <exception cref="FileException">The file is not what it should be: <c>file:line:column: what</c>.</exception>
    public static TaskFile Read(string path)
    {
        if (Path.GetExtension(path) is not (".yaml" or ".yml" or ".json"))
            throw new FileException($"{path} is no task file: its name must end in .yaml, .yml or .json");

        return Parse(path, TextFile.Read(path));
    }

    /// <summary>The same for a file that was read already.</summary>
    /// <exception cref="FileException">The text is not what it should be.</exception>
    public static TaskFile Parse(string path, string text)
    {
        var root = ParseMapping(path, text);
        return new TaskFile
        {
            Id = Text(path, root, "id"),
            TemplateId = Text(path, root, "template-id"),
            Dbrps = ReadDbrps(path, Find(root, "dbrps")),
            Vars = Find(root, "vars") is { } vars ? ReadVars(path, vars) : new Dictionary<string, ScriptVar>(),
        };
    }

    /// <summary>Reads variables from a file that holds nothing else, or from a task file.</summary>
    /// <exception cref="FileException">The file is not what it should be.</exception>
    public static IReadOnlyDictionary<string, ScriptVar> ReadVars(string path)
    {
        var root = ParseMapping(path, TextFile.Read(path));
        return ReadVars(path, Find(root, "vars") is YamlMappingNode vars && Find(vars, "type") is not YamlScalarNode ? vars : root);
    }

    /// <summary>Variables as the API takes them.</summary>
    public static JsonNode? ToJson(IReadOnlyDictionary<string, ScriptVar> vars)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            VarsJson.Write(writer, vars.Values);
        return JsonNode.Parse(buffer.ToArray());
    }

    private static YamlMappingNode ParseMapping(string path, string text)
    {
        try
        {
            return BoundedYaml.Roots(text) is [YamlMappingNode root, ..]
                ? root
                : throw new FileException($"{path}:1:1: the file must hold keys with values");
        }
        catch (YamlException problem)
        {
            throw new FileException(YamlProblem.Of(problem, path).ToString());
        }
    }

    private static List<Dbrp> ReadDbrps(string path, YamlNode? node)
    {
        if (node is null)
            return [];
        if (node is not YamlSequenceNode list)
            throw Refusal(path, node, "dbrps must be a list of entries with db and rp");
        return [.. list.Select(item => item is YamlMappingNode entry
            ? new Dbrp(Text(path, entry, "db"), Text(path, entry, "rp"))
            : throw Refusal(path, item, "an entry of dbrps has the keys db and rp"))];
    }

    private static IReadOnlyDictionary<string, ScriptVar> ReadVars(string path, YamlNode node)
    {
        var json = new StringBuilder();
        YamlJson.Write(json, node);
        return VarsJson.TryRead(Encoding.UTF8.GetBytes(json.ToString()), out var vars, out var error) ? vars : throw Refusal(path, node, error);
    }

    private static string Text(string path, YamlMappingNode map, string key) => Find(map, key) switch
    {
        null => "",
        YamlScalarNode scalar => scalar.Value ?? "",
        var other => throw Refusal(path, other, $"{key} must be text"),
    };

    private static YamlNode? Find(YamlMappingNode map, string key) =>
        map.Children.FirstOrDefault(entry => entry.Key is YamlScalarNode scalar && scalar.Value == key).Value;

    private static FileException Refusal(string path, YamlNode node, string what) => new($"{path}:{node.Start.Line}:{node.Start.Column}: {what}");
}
