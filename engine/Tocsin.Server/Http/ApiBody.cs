using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace Tocsin.Server.Http;

/// <summary>Reads JSON bodies.</summary>
internal static class ApiBody
{
    private const string WhatItIs = "invalid JSON";

    // Of a key that stands twice nobody knows which one is meant.
    private static readonly JsonDocumentOptions Once = new() { AllowDuplicateProperties = false };

    /// <exception cref="ApiException">The body is not JSON object.</exception>
    public static async Task<JsonDocument> ReadObjectAsync(HttpContext context)
    {
        var document = await ReadAsync(context, WhatItIs).ConfigureAwait(false);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;

        document.Dispose();
        throw ApiException.BadRequest($"{WhatItIs}: the body is not an object");
    }

    /// <param name="wrong">Begins what is told of a body that is not JSON.</param>
    /// <exception cref="ApiException">The body is not JSON, or too large.</exception>
    public static async Task<JsonDocument> ReadAsync(HttpContext context, string wrong)
    {
        using var body = new RequestBody(context);
        await body.ReadDefinitionAsync().ConfigureAwait(false);
        try
        {
            CheckTexts(body.Bytes.Span);

            // The document outlives the buffer.
            return JsonDocument.Parse(body.Bytes.ToArray(), Once);
        }
        catch (JsonException problem)
        {
            throw ApiException.BadRequest($"{wrong}: {problem.Message}");
        }
    }

    /// <summary>A text of an object; empty when it is absent or null.</summary>
    /// <exception cref="ApiException">It is something else than a text.</exception>
    public static string Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            throw ApiException.BadRequest($"{WhatItIs}: expected an object");
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
            return "";
        return value.ValueKind == JsonValueKind.String
            ? value.GetString() ?? ""
            : throw ApiException.BadRequest($"{WhatItIs}: {name} is a string, not {value.GetRawText()}");
    }

    /// <summary>A time of an object; null when it is absent.</summary>
    /// <exception cref="ApiException">It is not one.</exception>
    public static DateTimeOffset? Time(JsonElement element, string name)
    {
        var text = Text(element, name);
        if (text.Length == 0)
            return null;
        if (!Rfc3339.TryParse(text, out var time))
            throw ApiException.BadRequest($"{WhatItIs}: {name} must be a time such as 2026-01-31T12:00:00Z, not '{text}'");
        return time == DateTimeOffset.MinValue ? null : time;
    }

    /// <summary>A parsed document may hold texts that cannot be read: whoever reads one later could not tell whom to blame.</summary>
    /// <exception cref="JsonException">A text is not Unicode, or all of it is not JSON.</exception>
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw new JsonException("the body is not UTF-8");
        if (!json.ContainsAny("\\"u8))
            return;

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !HasWholePairs(reader.ValueSpan))
                throw new JsonException($"a text holds half of a surrogate pair, at byte {reader.TokenStartIndex}");
        }
    }

    /// <summary>Looks at the escapes as they stand: reading the text would rent room for all of it.</summary>
    private static bool HasWholePairs(ReadOnlySpan<byte> escaped)
    {
        for (var awaitsSecond = false; ;)
        {
            var at = escaped.IndexOf((byte)'\\');
            if (awaitsSecond && at != 0)
                return false;
            if (at < 0)
                return true;

            var isUnit = escaped[at + 1] == 'u';
            var unit = isUnit ? (char)ushort.Parse(escaped.Slice(at + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture) : '\0';
            if (char.IsLowSurrogate(unit) != awaitsSecond)
                return false;
            awaitsSecond = char.IsHighSurrogate(unit);
            escaped = escaped[(at + (isUnit ? 6 : 2))..];
        }
    }
}
