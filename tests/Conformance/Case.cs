using System.Text.Json.Nodes;

namespace Tocsin.Conformance;

/// <summary>A recorded case: a folder with a script, data, settings and the outcome.</summary>
internal sealed class Case
{
    private Case(string name, string script, string data, JsonObject settings, JsonNode? expected)
    {
        Name = name;
        Script = script;
        Data = data;
        Settings = settings;
        Expected = expected;
    }

    /// <summary>The folder's place among the cases.</summary>
    public string Name { get; }

    public string Script { get; }

    /// <summary>Line protocol with directives; see <see cref="DataStep"/>.</summary>
    public string Data { get; }

    public JsonObject Settings { get; }

    /// <summary>Line protocol that is written to the server itself; empty for none.</summary>
    public string Stream { get; private init; } = "";

    /// <summary>What has to come out; null when nobody has written it down yet.</summary>
    public JsonNode? Expected { get; }

    public bool IsLenient => Flag("lenient");

    /// <summary>True when posts may come in any order.</summary>
    public bool IsUnordered => Flag("unordered");

    /// <summary>The relative difference that numbers may have.</summary>
    public double Tolerance => Settings["tolerance"]?.GetValue<double>() ?? 1e-9;

    /// <summary>Patterns of the paths at which the outcome may differ.</summary>
    public IEnumerable<string> Departures => (Settings["departures"] as JsonObject)?.Select(pair => pair.Key) ?? [];

    public static Case Load(string name)
    {
        var folder = Path.Combine(CaseFiles.Root, name);
        return new Case(
            name,
            File.ReadAllText(Path.Combine(folder, "task.tick")),
            ReadIfThere(folder, "data.lp") ?? "",
            JsonNode.Parse(ReadIfThere(folder, "case.json") ?? "{}")!.AsObject(),
            ReadIfThere(folder, "expected.json") is { } text ? JsonNode.Parse(text) : null) { Stream = ReadIfThere(folder, "stream.lp") ?? "" };
    }

    /// <summary>A case that nobody has recorded.</summary>
    public static Case Of(string name, string script, string data, JsonObject settings) => new(name, script, data, settings, expected: null);

    public bool Flag(string name, bool otherwise = false) => Settings[name]?.GetValue<bool>() ?? otherwise;

    public IReadOnlyList<string> Texts(string name) => Settings[name] is JsonArray list ? [.. list.Select(item => item!.GetValue<string>())] : [];

    private static string? ReadIfThere(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
