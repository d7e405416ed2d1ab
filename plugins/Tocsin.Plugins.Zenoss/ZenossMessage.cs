using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Zenoss;

/// <summary>An event as Zenoss's events router takes it, with the texts that were filled in for it.</summary>
internal sealed record ZenossMessage
{
    public const int LongestSummary = 256;
    public const int LongestMessage = 4096;

    public required string Action { get; init; }

    public required string Method { get; init; }

    public required string Type { get; init; }

    public required long Tid { get; init; }

    public required string Summary { get; init; }

    public required string Device { get; init; }

    public required string Component { get; init; }

    public required string EventClassKey { get; init; }

    public required string EventClass { get; init; }

    public required string Collector { get; init; }

    public required string Message { get; init; }

    public required object Severity { get; init; }

    public required IReadOnlyDictionary<string, object> CustomFields { get; init; }

    public ReadOnlyMemory<byte> Write() => JsonRequest.WriteObject(json =>
    {
        json.WriteString("action"u8, Action);
        json.WriteString("method"u8, Method);
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        foreach (var (name, value) in Fields())
            WriteField(json, name, value);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteString("type"u8, Type);
        json.WriteNumber("tid"u8, Tid);
    });

    private SortedDictionary<string, object> Fields()
    {
        var fields = new SortedDictionary<string, object>(StringComparer.Ordinal)
        {
            ["component"] = Component,
            ["device"] = Device,
            ["evclass"] = EventClass,
            ["evclasskey"] = EventClassKey,
            ["severity"] = Severity,
            ["summary"] = LimitedText.Cut(Summary, LongestSummary),
        };
        if (Collector.Length > 0)
            fields["collector"] = Collector;
        if (Message.Length > 0)
            fields["message"] = LimitedText.Cut(Message, LongestMessage);
        foreach (var (name, value) in CustomFields)
            fields[name] = value is string text && TryParse(text, out var parsed) ? parsed : value;
        return fields;
    }

    private static void WriteField(Utf8JsonWriter json, string name, object value)
    {
        if (value is JsonElement element)
        {
            json.WritePropertyName(name);
            element.WriteTo(json);
        }
        else
        {
            EventField.Write(json, name, value, int.MaxValue);
        }
    }

    // A text may be an object or a list that the author had no other way to write.
    private static bool TryParse(string text, out JsonElement parsed)
    {
        parsed = default;
        if (text is not ['{' or '[', ..])
            return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            parsed = document.RootElement.Clone();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
