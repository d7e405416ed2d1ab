using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Dsl.Text;

namespace Tocsin.Alerting.Configuration.Reading;

/// <summary>Reads and writes configured values as JSON, as the HTTP API takes the options of handlers.</summary>
public static class ConfigJson
{
    /// <summary>A number that no double holds.</summary>
    private const string TooLarge = "1e999";

    /// <summary>The same values as in the JSON; <see cref="JsonValueKind.Undefined"/> and null are nothing.</summary>
    public static ConfigValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new ConfigText(json.GetString() ?? ""),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.True => new ConfigFlag(true),
        JsonValueKind.False => new ConfigFlag(false),
        JsonValueKind.Array => new ConfigList([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => new ConfigMap([.. Once(json).Select(p => new ConfigEntry(p.Key, Read(p.Value)))]),
        _ => new ConfigNull(),
    };

    /// <summary>
    /// JSON as a tree that can be changed. Of a key that stands twice, which earlier versions took and stored, the last one counts, as it does
    /// for whoever reads the values.
    /// </summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static JsonNode? ParseNode(string json)
    {
        using var document = JsonDocument.Parse(json);
        return NodeOf(document.RootElement);
    }

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static ConfigValue Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    /// <summary>Reads JSON that somebody gave or left out; blank is nothing.</summary>
    /// <param name="value">The same values as in the JSON; nothing while it cannot be read.</param>
    /// <param name="error">Why it cannot be read.</param>
    public static bool TryParse(string? json, out ConfigValue value, [NotNullWhen(false)] out string? error)
    {
        value = new ConfigNull();
        error = null;
        try
        {
            if (!string.IsNullOrWhiteSpace(json))
                value = Parse(json);
        }
        catch (JsonException e)
        {
            error = e.Message;
        }

        return error is null;
    }

    /// <summary>The values as JSON.</summary>
    public static string Write(ConfigValue value)
    {
        var json = new StringBuilder();
        Write(json, value);
        return json.ToString();
    }

    private static void Write(StringBuilder json, ConfigValue value)
    {
        switch (value)
        {
            case ConfigMap map:
                json.Append('{');
                foreach (var entry in map.Entries)
                {
                    if (json[^1] != '{')
                        json.Append(',');
                    GoJson.AppendString(json, entry.Key);
                    json.Append(':');
                    Write(json, entry.Value);
                }

                json.Append('}');
                break;
            case ConfigList list:
                json.Append('[');
                foreach (var item in list.Items)
                {
                    if (json[^1] != '[')
                        json.Append(',');
                    Write(json, item);
                }

                json.Append(']');
                break;
            case ConfigText text:
                GoJson.AppendString(json, text.Value);
                break;
            case ConfigInteger number:
                json.Append(CultureInfo.InvariantCulture, $"{number.Value}");
                break;
            case ConfigFloat number:
                json.Append(TextOf(number.Value));
                break;
            case ConfigFlag flag:
                json.Append(flag.Value ? "true" : "false");
                break;
            default:
                json.Append("null");
                break;
        }
    }

    // What no option takes must be readable all the same: it may be on its way to be refused.
    private static string TextOf(double number) => number switch
    {
        double.NaN => "null",
        double.PositiveInfinity => TooLarge,
        double.NegativeInfinity => "-" + TooLarge,
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static JsonNode? NodeOf(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(Once(json).Select(p => KeyValuePair.Create(p.Key, NodeOf(p.Value)))),
        JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(NodeOf)]),
        JsonValueKind.Null => null,
        _ => JsonValue.Create(json.Clone()),
    };

    // Each key once, with its last value.
    private static IEnumerable<KeyValuePair<string, JsonElement>> Once(JsonElement json)
    {
        var values = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in json.EnumerateObject())
            values[property.Name] = property.Value;
        return values;
    }

    private static ConfigValue ReadNumber(JsonElement json) =>
        json.TryGetInt64(out var whole) ? new ConfigInteger(whole) : new ConfigFloat(json.GetDouble());
}
