using System.Globalization;
using System.Text.Json.Nodes;
using Tocsin.Server.Json;

namespace Tocsin.Server.Kapacitor;

/// <summary>
/// What Kapacitor stores, in the form in which its API shows it. Tasks and templates are structs, in which what is zero is missing; all else is JSON,
/// most of it with a version around it.
/// </summary>
internal static class StoredValues
{
    /// <summary>The types of variables by their number, of which 0 is none.</summary>
    private static readonly string[] VarTypes = ["", "bool", "int", "float", "string", "regex", "duration", "lambda", "list", "star"];

    public static JsonObject Task(string id, JsonObject stored) => new()
    {
        ["id"] = id,
        ["template-id"] = stored.Text("TemplateID"),
        ["script"] = ScriptOf(stored),
        ["dbrps"] = new JsonArray([.. stored.Items("DBRPs").Select(dbrp => new JsonObject { ["db"] = dbrp.Text("Database"), ["rp"] = dbrp.Text("RetentionPolicy") })]),
        ["vars"] = new JsonObject((stored["Vars"] as JsonObject ?? []).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Var(entry.Key, entry.Value)))),
        ["status"] = Number(stored["Status"]) == 1 ? "enabled" : "disabled",
    };

    public static JsonObject Template(string id, JsonObject stored) => new() { ["id"] = id, ["script"] = ScriptOf(stored) };

    /// <param name="id">Its topic and its id.</param>
    public static JsonObject Handler(string id, JsonObject stored)
    {
        var version = Number(stored["version"]);
        if (version == 1)
            throw new StoredValueException("it is of a Kapacitor before 1.3, in which a handler had several topics: start a newer one on a copy of the file once, which converts it");
        var value = Unwrap(stored, 2);
        return value.Text("id").Length > 0 && value.Text("topic").Length > 0 ? value : throw new StoredValueException($"handler '{id}' has no id or no topic");
    }

    public static IEnumerable<JsonObject> Events(JsonObject stored) => (Unwrap(stored, 1)["event-states"] as JsonObject ?? [])
        .Select(entry => Event(entry.Key, entry.Value as JsonObject ?? throw new StoredValueException($"event '{entry.Key}' is not an object")));

    /// <summary>An event; durations are numbers where they are stored, and texts where they are shown.</summary>
    public static JsonObject Event(string id, JsonObject stored)
    {
        var state = stored.DeepClone().AsObject();
        state["duration"] = string.Create(CultureInfo.InvariantCulture, $"{Number(stored["duration"])}ns");
        return new JsonObject { ["id"] = id, ["state"] = state };
    }

    /// <param name="id">Its section and element: <c>slack/ops</c>.</param>
    public static JsonObject Override(string id, JsonObject stored)
    {
        var value = Unwrap(stored, 1);
        return id.Split('/') is [var section, var element] && value["options"] is JsonObject options
            ? new JsonObject { ["section"] = section, ["element"] = element, ["options"] = options.DeepClone(), ["added"] = value["create"]?.GetValue<bool>() ?? false }
            : throw new StoredValueException("it names no section and element, or no options");
    }

    private static JsonObject Unwrap(JsonObject stored, long known) => Number(stored["version"]) is var version && version != known
        ? throw new StoredValueException($"it is of version {version}, and {known} is read")
        : stored["value"] as JsonObject ?? throw new StoredValueException("it has no value");

    private static string ScriptOf(JsonObject stored) => stored.Text("TICKscript") is { Length: > 0 } script ? script : throw new StoredValueException("it has no script");

    private static JsonObject Var(string name, JsonNode? stored)
    {
        var json = stored as JsonObject ?? [];
        var number = Number(json["Type"]);
        if (number <= 0 || number >= VarTypes.Length)
            throw new StoredValueException($"variable '{name}' is of type {number}, which is not known");
        var type = VarTypes[number];
        JsonNode? value = type switch
        {
            "bool" => json["BoolValue"]?.GetValue<bool>() ?? false,
            "int" => Number(json["IntValue"]),
            "float" => json["FloatValue"]?.GetValue<double>() ?? 0,
            "string" => json.Text("StringValue"),
            "regex" => json.Text("RegexValue"),
            "duration" => Number(json["DurationValue"]),
            "lambda" => json.Text("LambdaValue"),
            "list" => new JsonArray([.. json.Items("ListValue").Select(item => Var(name, item))]),
            _ => "",
        };
        return new JsonObject { ["type"] = type, ["value"] = value, ["description"] = json.Text("Description") };
    }

    private static long Number(JsonNode? node) => node is null ? 0 : node is JsonValue value && value.TryGetValue<long>(out var number) ? number
        : throw new StoredValueException($"{node.ToJsonString()} stands where a number belongs");
}
