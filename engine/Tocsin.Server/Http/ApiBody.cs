using System.Text.Json;

namespace Tocsin.Server.Http;

/// <summary>Reads JSON bodies.</summary>
internal static class ApiBody
{
    /// <exception cref="ApiException">The body is no JSON object.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpRequest request)
    {
        JsonDocument document;
        try
        {
            document = await JsonDocument.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException problem)
        {
            throw ApiException.BadRequest($"invalid JSON: {problem.Message}");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;

        document.Dispose();
        throw ApiException.BadRequest("invalid JSON: the body is not an object");
    }

    /// <summary>A text of an object; empty when it is absent or null.</summary>
    /// <exception cref="ApiException">It is something else than a text.</exception>
    public static string Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw ApiException.BadRequest("invalid JSON: expected an object");
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return "";
        return value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : throw ApiException.BadRequest($"invalid JSON: {name} is a string, not {value.GetRawText()}");
    }
}
