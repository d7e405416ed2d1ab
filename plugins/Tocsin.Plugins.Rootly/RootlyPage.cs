using System.Text.Json;

namespace Tocsin.Plugins.Rootly;

/// <summary>One page of Rootly's list of alerts.</summary>
/// <param name="Found">The id of the alert that was looked for; null when it is not on this page.</param>
/// <param name="HasNext">Whether there is a further page.</param>
internal readonly record struct RootlyPage(string? Found, bool HasNext)
{
    /// <summary>False when the answer is not a list of alerts: then nobody knows whether there is one.</summary>
    public static bool TryRead(string json, string externalId, out RootlyPage page)
    {
        page = default;
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("data", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
                return false;

            var found = alerts.EnumerateArray().FirstOrDefault(a => Text(a, "attributes", "external_id") == externalId);
            page = new RootlyPage(
                Text(found, "id"),
                alerts.GetArrayLength() > 0 && (Text(root, "links", "next") is not null || Find(root, "meta", "next_page").ValueKind == JsonValueKind.Number));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string? Text(JsonElement value, params ReadOnlySpan<string> path) =>
        Find(value, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement Find(JsonElement value, params ReadOnlySpan<string> path)
    {
        foreach (var key in path)
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(key, out value))
                return default;
        }

        return value;
    }
}
