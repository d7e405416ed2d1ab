using System.Text.Json;
using System.Text.Json.Nodes;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Alerting.Isolation;

/// <summary>Configured values as JSON and back, for another process. Texts of variables, which may stand for numbers and are never shown, stay such.</summary>
internal static class ConfigWire
{
    // No key of a configuration begins so.
    private const string Substituted = "\0variable";

    public static JsonElement Write(ConfigValue value) => JsonSerializer.SerializeToElement(NodeOf(value));

    public static ConfigValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Array => new ConfigList([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object when json.TryGetProperty(Substituted, out var text) => new ConfigText(text.GetString() ?? "") { IsSubstituted = true },
        JsonValueKind.Object => new ConfigMap([.. json.EnumerateObject().Select(member => new ConfigEntry(member.Name, Read(member.Value)))]),
        _ => ConfigJson.Read(json),
    };

    private static JsonNode? NodeOf(ConfigValue value) => value switch
    {
        ConfigText { IsSubstituted: true } text => new JsonObject { [Substituted] = text.Value },
        ConfigText text => text.Value,
        ConfigInteger number => number.Value,
        ConfigFloat number => number.Value,
        ConfigFlag flag => flag.Value,
        ConfigList list => new JsonArray([.. list.Items.Select(NodeOf)]),
        ConfigMap map => new JsonObject(map.Entries.DistinctBy(entry => entry.Key).Select(entry => KeyValuePair.Create(entry.Key, NodeOf(LastOf(map, entry.Key))))),
        _ => null,
    };

    private static ConfigValue LastOf(ConfigMap map, string key) => map.Entries.Last(entry => entry.Key == key).Value;
}
