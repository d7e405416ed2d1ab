using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tocsin.Sdk.Sources;

/// <summary>
/// A value in a JSON body, read the way senders write: numbers may be texts and texts numbers, keys may be absent, null or of another shape.
/// Only <see cref="Parse(SourceRequest)"/> fails; what is not there reads as nothing. Never changes; safe for any thread.
/// </summary>
public readonly struct JsonBody
{
    private static readonly JsonDocumentOptions Options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 64 };

    private readonly JsonElement _value;

    private JsonBody(JsonElement value) => _value = value;

    /// <summary>True unless the value is absent or null.</summary>
    public bool Exists => _value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>True for an object.</summary>
    public bool IsObject => _value.ValueKind == JsonValueKind.Object;

    /// <summary>True for an array.</summary>
    public bool IsArray => _value.ValueKind == JsonValueKind.Array;

    /// <summary>The items of an array; none for all else.</summary>
    public IEnumerable<JsonBody> Items => IsArray ? _value.EnumerateArray().Select(item => new JsonBody(item)) : [];

    /// <summary>The members of an object in their order; none for all else. A key may be there twice.</summary>
    public IEnumerable<KeyValuePair<string, JsonBody>> Members =>
        IsObject ? _value.EnumerateObject().Select(member => KeyValuePair.Create(member.Name, new JsonBody(member.Value))) : [];

    /// <summary>A text as it is, a number as it is written, <c>true</c> or <c>false</c>; empty for all else.</summary>
    public string Text => _value.ValueKind switch
    {
        JsonValueKind.String => _value.GetString() ?? "",
        JsonValueKind.Number => _value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "",
    };

    /// <summary>A finite number, also one that stands in a text; null for all else.</summary>
    public double? Number =>
        _value.ValueKind is JsonValueKind.Number or JsonValueKind.String &&
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A whole number that a <see cref="long"/> holds, also one that stands in a text; null for all else.</summary>
    public long? Whole =>
        long.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole
        : Number is { } number && Math.Abs(number) < 1e15 && Math.Truncate(number) == number ? (long)number
        : null;

    /// <summary>A truth value, also one that stands in a text; null for all else.</summary>
    public bool? Flag => bool.TryParse(Text, out var flag) ? flag : null;

    /// <summary>
    /// A time: ISO 8601, in UTC where no zone is named, or seconds since 1970, or as many milli-, micro- or nanoseconds as can only be meant
    /// by the size of the number, also one that stands in a text. Null for all else.
    /// </summary>
    public DateTimeOffset? Time
    {
        get
        {
            if (Number is { } number)
                return FromEpoch(number);

            // A text without a date would get today's.
            var text = Text.AsSpan().Trim();
            return text is [_, _, _, _, '-', ..] && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
        }
    }

    /// <summary>The value of a key, the last where it is there twice; one that does not exist when there is none.</summary>
    public JsonBody this[string key] => IsObject && _value.TryGetProperty(key, out var value) ? new JsonBody(value) : default;

    /// <summary>Reads a request's body.</summary>
    /// <exception cref="FormatException">It is not JSON, or nested more than 64 deep; says where.</exception>
    public static JsonBody Parse(SourceRequest request) => Parse(request.Text());

    /// <summary>Reads a text. Halves of characters become U+FFFD.</summary>
    /// <exception cref="FormatException">It is not JSON, or nested more than 64 deep; says where.</exception>
    public static JsonBody Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Encoding.UTF8.GetBytes(WithoutHalves(text.TrimStart('\uFEFF'))), Options);
            return new JsonBody(document.RootElement.Clone());
        }
        catch (JsonException error)
        {
            throw new FormatException($"the body is not JSON: line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}", error);
        }
    }

    /// <summary>The JSON itself; empty for what is absent.</summary>
    public override string ToString() => _value.ValueKind == JsonValueKind.Undefined ? "" : _value.GetRawText();

    private static DateTimeOffset? FromEpoch(double number)
    {
        var seconds = Math.Abs(number) switch
        {
            < 1e11 => number,
            < 1e14 => number / 1e3,
            < 1e17 => number / 1e6,
            _ => number / 1e9,
        };
        return seconds is > -6e10 and < 2e11 ? DateTimeOffset.UnixEpoch.AddTicks((long)Math.Round(seconds * 1e6) * 10) : null;
    }

    // Half of a pair of \u escapes is valid JSON, but no text: reading it as one would throw.
    private static char[] WithoutHalves(string text)
    {
        var mended = text.ToCharArray();
        for (var i = text.IndexOf('\\', StringComparison.Ordinal); i >= 0 && i < text.Length; i++)
        {
            if (text[i] != '\\')
                continue;
            if (char.IsHighSurrogate(Escaped(text, i)) && char.IsLowSurrogate(Escaped(text, i + 6)))
                i += 11;
            else if (char.IsSurrogate(Escaped(text, i)))
                "fffd".CopyTo(mended.AsSpan(i + 2));
            else
                i++;
        }

        return mended;
    }

    private static char Escaped(string text, int at) =>
        at + 6 <= text.Length && text[at] == '\\' && text[at + 1] == 'u' &&
        ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? (char)unit : '\0';
}
