using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>Reads what Rootly says is wrong: <c>{"errors":[{"title":…,"detail":…}]}</c>.</summary>
internal static class RootlyErrors
{
    /// <summary>The errors in Rootly's words; empty when the answer holds none.</summary>
    public static string In(ServiceReply reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            if (json.RootElement.ValueKind != JsonValueKind.Object || !json.RootElement.TryGetProperty("errors", out var errors) ||
                errors.ValueKind != JsonValueKind.Array)
                return reply.Text("error");
            return string.Join("; ", errors.EnumerateArray().Select(Words).Where(w => w.Length > 0));
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static string Words(JsonElement error) => error.ValueKind switch
    {
        JsonValueKind.String => error.GetString() ?? "",
        JsonValueKind.Object => string.Join(": ", new[] { "title", "detail" }
            .Select(key => error.TryGetProperty(key, out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null)
            .Where(text => !string.IsNullOrEmpty(text)).Distinct()),
        _ => "",
    };
}
