using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Tocsin.Alerting.Configuration;

/// <summary>The options of the engine's own kinds: each known key is read once, in any case; others are refused.</summary>
internal sealed class HandlerOptions
{
    private readonly string _kind;
    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.OrdinalIgnoreCase);

    private HandlerOptions(string kind) => _kind = kind;

    /// <summary>What was wrong first; null while nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Reads options that may have these keys only.</summary>
    public static bool TryRead(
        string kind, string? json, ReadOnlySpan<string> keys, [NotNullWhen(true)] out HandlerOptions? options, [NotNullWhen(false)] out string? error)
    {
        options = null;
        error = null;
        var read = new HandlerOptions(kind);
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrEmpty(json) ? "{}" : json);
            if (document.RootElement.ValueKind is not (JsonValueKind.Object or JsonValueKind.Null))
            {
                error = $"the options of kind {kind} must be an object, not {What(document.RootElement)}";
                return false;
            }

            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (var property in document.RootElement.EnumerateObject())
                    read._values[property.Name] = property.Value.Clone();
            }
        }
        catch (JsonException problem)
        {
            error = $"the options of kind {kind} are not JSON: {problem.Message}";
            return false;
        }

        foreach (var key in read._values.Keys)
        {
            if (!IsKnown(keys, key))
            {
                error = $"kind {kind} has no option \"{key}\"; it has {string.Join(", ", keys.ToArray())}";
                return false;
            }
        }

        options = read;
        return true;
    }

    /// <summary>A text, or null when the option is absent.</summary>
    public string? Text(string key)
    {
        if (!TryFind(key, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Refuse(key, "text", value);
        return null;
    }

    /// <summary>The nanoseconds of a duration, written as a text or as their number; null when the option is absent.</summary>
    public long? Nanoseconds(string key)
    {
        if (!TryFind(key, out var value))
            return null;
        var isText = value.ValueKind == JsonValueKind.String;
        if ((isText && DurationSetting.TryParse(value.GetString() ?? "", out var nanoseconds)) || (!isText && TryWhole(value, out nanoseconds)))
        {
            if (DurationSetting.IsAccepted(nanoseconds))
                return nanoseconds;
            Refuse(key, isText ? DurationSetting.ExpectedForText(nanoseconds) : DurationSetting.ExpectedForNumber(nanoseconds), value);
            return null;
        }

        Refuse(key, DurationSetting.Expected, value);
        return null;
    }

    /// <summary>Texts; empty when the option is absent.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (!TryFind(key, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(key, "a list", value);
            return [];
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
                texts.Add(item.GetString() ?? "");
            else
                Refuse($"{key}[{texts.Count}]", "text", item);
        }

        return texts;
    }

    private static bool IsKnown(ReadOnlySpan<string> keys, string key)
    {
        foreach (var known in keys)
        {
            if (known.Equals(key, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static bool TryWhole(JsonElement value, out long whole)
    {
        whole = 0;
        if (value.ValueKind != JsonValueKind.Number)
            return false;
        if (value.TryGetInt64(out whole))
            return true;
        if (!value.TryGetDouble(out var number) || number != Math.Floor(number) || Math.Abs(number) >= 9e18)
            return false;
        whole = (long)number;
        return true;
    }

    private static string What(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => value.GetRawText(),
    };

    private bool TryFind(string key, out JsonElement value) => _values.TryGetValue(key, out value) && value.ValueKind != JsonValueKind.Null;

    private void Refuse(string key, string wanted, JsonElement value) =>
        Error ??= $"option \"{key}\" of kind {_kind} must be {wanted}, not {What(value)}";
}
