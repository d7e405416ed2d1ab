using System.Text.Json;

namespace Tocsin.Alerting.Configuration;

/// <summary>Reads configured values from JSON, as the HTTP API takes the options of handlers.</summary>
public static class ConfigJson
{
    /// <summary>The same values as in the JSON; <see cref="JsonValueKind.Undefined"/> and null are nothing.</summary>
    public static ConfigValue Read(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new ConfigText(json.GetString() ?? ""),
        JsonValueKind.Number => ReadNumber(json),
        JsonValueKind.True => new ConfigFlag(true),
        JsonValueKind.False => new ConfigFlag(false),
        JsonValueKind.Array => new ConfigList([.. json.EnumerateArray().Select(Read)]),
        JsonValueKind.Object => new ConfigMap([.. json.EnumerateObject().Select(p => new ConfigEntry(p.Name, Read(p.Value)))]),
        _ => new ConfigNull(),
    };

    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static ConfigValue Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement);
    }

    private static ConfigValue ReadNumber(JsonElement json) =>
        json.TryGetInt64(out var whole) ? new ConfigInteger(whole) : new ConfigFloat(json.GetDouble());
}
