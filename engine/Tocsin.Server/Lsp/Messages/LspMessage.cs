using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tocsin.Server.Lsp.Messages;

/// <summary>A message of an editor.</summary>
/// <param name="Id">The id of a request as it is written; null for a notification.</param>
/// <param name="Method">What is asked; null for an answer, of which none is waited for.</param>
/// <param name="Params">The parameters; undefined when there are none.</param>
internal sealed record LspMessage(string? Id, string? Method, JsonElement Params)
{
    /// <summary>What it holds.</summary>
    public int Bytes { get; private init; }

    /// <summary>The id of the request that a <c>$/cancelRequest</c> takes back; empty for none.</summary>
    public string CancelledId => Params.ValueKind == JsonValueKind.Object && Params.TryGetProperty("id", out var id) ? id.GetRawText() : "";

    public static bool TryParse(ReadOnlyMemory<byte> bytes, [NotNullWhen(true)] out LspMessage? message)
    {
        message = null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return false;
            var id = root.TryGetProperty("id", out var given) && given.ValueKind is JsonValueKind.Number or JsonValueKind.String ? given.GetRawText() : null;
            var method = root.TryGetProperty("method", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            message = new LspMessage(id, method, root.TryGetProperty("params", out var parameters) ? parameters.Clone() : default) { Bytes = bytes.Length };
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a surrogate pair in a name is JSON, and no text.
            return false;
        }
    }

    /// <exception cref="LspException">The parameters are others.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        if (Params.ValueKind != JsonValueKind.Object || Params.Deserialize(type) is not { } read || !IsWhole(Params))
            throw new LspException(LspException.InvalidParams, $"{Method} has no parameters of its own");
        return read;
    }

    // All that are read name a document.
    private static bool IsWhole(JsonElement parameters) =>
        parameters.TryGetProperty("textDocument", out var document) && document.ValueKind == JsonValueKind.Object && document.TryGetProperty("uri", out var uri) && uri.ValueKind == JsonValueKind.String;
}
