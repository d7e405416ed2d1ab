using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Dsl.Binding;

namespace Tocsin.Server.Loading;

/// <summary>A task as a file gives it, YAML or JSON: the template, where points come from, values for variables.</summary>
internal sealed record TaskFile
{
    private static readonly DefinitionForm Form = new("task", ["id", "template-id"], ["dbrps", "vars"]) { IsOpen = true, Comparer = StringComparer.Ordinal };
    private static readonly DefinitionForm DbrpForm = new("dbrp", ["db", "rp"], []) { Comparer = StringComparer.Ordinal };

    /// <summary>The task's id; empty when the file leaves it to others.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The template; empty when the file names none.</summary>
    public string TemplateId { get; private init; } = "";

    public IReadOnlyList<Dbrp> Dbrps { get; private init; } = [];

    public IReadOnlyDictionary<string, ScriptVar> Vars { get; private init; } = new Dictionary<string, ScriptVar>();

    /// <summary>Keys that are ignored and look like misspelt ones.</summary>
    public IReadOnlyList<ConfigProblem> Warnings { get; private init; } = [];

    /// <exception cref="FileException">The file is not what it should be: <c>file:line:column: what</c>.</exception>
    public static TaskFile Read(string path)
    {
        if (Path.GetExtension(path) is not (".yaml" or ".yml" or ".json"))
            throw new FileException($"{path} isn't a task file: its name must end in .yaml, .yml or .json");

        return Parse(path, TextFile.Read(path));
    }

    /// <summary>The same for a file that was read already.</summary>
    /// <exception cref="FileException">The text is not what it should be.</exception>
    public static TaskFile Parse(string path, string text)
    {
        var problems = new List<ConfigProblem>();
        var (right, _) = DefinitionReader.Read(text, path, Form, Read, problems);
        Refuse(problems.Where(problem => !problem.IsWarning));
        return right switch
        {
            [var task] => task with { Warnings = problems },
            [] => throw Empty(path),
            _ => throw new FileException([new ConfigProblem($"the file defines {right.Count} tasks: write a file for each", new ConfigPlace(path, 1, 1))]),
        };
    }

    /// <summary>Reads variables from a file that holds nothing else, or from a task file.</summary>
    /// <exception cref="FileException">The file is not what it should be.</exception>
    public static IReadOnlyDictionary<string, ScriptVar> ReadVars(string path)
    {
        var problems = new List<ConfigProblem>();
        var root = DefinitionReader.First(TextFile.Read(path), path, problems);
        Refuse(problems);
        if (root is null)
            throw Empty(path);
        var vars = ReadVars(root.TryFind("vars", out var value) && value is ConfigMap given && !(given.TryFind("type", out var type) && type is ConfigText) ? given : root, problems);
        Refuse(problems);
        return vars;
    }

    /// <summary>Variables as the API takes them.</summary>
    public static JsonNode? ToJson(IReadOnlyDictionary<string, ScriptVar> vars)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            VarsJson.Write(writer, vars.Values);
        return JsonNode.Parse(buffer.ToArray());
    }

    private static TaskFile Read(ConfigMap definition, List<ConfigProblem> problems) => new()
    {
        Id = DefinitionReader.TextOf(definition, "id", problems),
        TemplateId = DefinitionReader.TextOf(definition, "template-id", problems),
        Dbrps = definition.TryFind("dbrps", out var dbrps) ? ReadDbrps(dbrps, problems) : [],
        Vars = definition.TryFind("vars", out var vars) ? ReadVars(vars, problems) : new Dictionary<string, ScriptVar>(),
    };

    private static List<Dbrp> ReadDbrps(ConfigValue value, List<ConfigProblem> problems)
    {
        var dbrps = new List<Dbrp>();
        if (value is not ConfigList list)
        {
            problems.Add(new ConfigProblem("dbrps must be a list of entries with db and rp", value.Place));
            return dbrps;
        }

        foreach (var item in list.Items)
        {
            if (item is ConfigMap map && DbrpForm.Own(map) is var entry)
                dbrps.Add(new Dbrp(DefinitionReader.TextOf(entry, "db", problems), DefinitionReader.TextOf(entry, "rp", problems)));
            else
                problems.Add(new ConfigProblem("an entry of dbrps has the keys db and rp", item.Place));
        }

        return dbrps;
    }

    private static IReadOnlyDictionary<string, ScriptVar> ReadVars(ConfigValue value, List<ConfigProblem> problems)
    {
        if (!VarsJson.TryRead(Encoding.UTF8.GetBytes(ConfigJson.Write(value)), out var vars, out var error))
            problems.Add(new ConfigProblem(error, value.Place));
        return vars;
    }

    /// <exception cref="FileException">There is a problem.</exception>
    private static void Refuse(IEnumerable<ConfigProblem> problems)
    {
        if (problems.ToList() is { Count: > 0 } wrong)
            throw new FileException(wrong);
    }

    private static FileException Empty(string path) => new([new ConfigProblem("the file must hold keys with values", new ConfigPlace(path, 1, 1))]);
}
