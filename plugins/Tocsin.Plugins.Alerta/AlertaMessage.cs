using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Alerta;

/// <summary>An event as Alerta's API takes it, with the texts that were filled in for it.</summary>
internal sealed record AlertaMessage
{
    public required string Resource { get; init; }

    public required string Event { get; init; }

    public required string Environment { get; init; }

    public required string Severity { get; init; }

    public required string Group { get; init; }

    public required string Value { get; init; }

    public required string Origin { get; init; }

    public required IReadOnlyList<string> Service { get; init; }

    public required IReadOnlyList<string> Correlate { get; init; }

    public required IReadOnlyDictionary<string, object> Attributes { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>JSON with its keys in alphabetical order and a line feed at the end.</summary>
    public ReadOnlyMemory<byte> Write(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        WriteAttributes(json, alert);
        if (Correlate.Count > 0)
            WriteList(json, "correlate"u8, Correlate);
        json.WriteString("environment"u8, Environment);
        json.WriteString("event"u8, Event);
        json.WriteString("group"u8, Group);
        json.WriteString("origin"u8, Origin);
        json.WritePropertyName("rawData"u8);
        json.WriteRawValue(alert.Data.Span, skipInputValidation: true);
        json.WriteString("resource"u8, Resource);
        if (Service.Count > 0)
            WriteList(json, "service"u8, Service);
        json.WriteString("severity"u8, Severity);
        WriteList(json, "tags"u8, alert.Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"));
        json.WriteString("text"u8, WrittenDetails.AfterMessage(alert));
        json.WriteNumber("timeout"u8, (long)Timeout.TotalSeconds);
        json.WriteString("value"u8, Value);
    });

    // Alerta shows attributes beside the alert: what the author says goes before the links of the event.
    private void WriteAttributes(Utf8JsonWriter json, AlertEvent alert)
    {
        var all = new SortedDictionary<string, object>(StringComparer.Ordinal);
        foreach (var link in alert.Links.Where(link => link.Href.Length > 0))
            all.TryAdd(link.Text.Length > 0 ? link.Text : "link", link.Href);
        foreach (var (name, value) in Attributes)
            all[name] = value;
        if (all.Count == 0)
            return;

        json.WriteStartObject("attributes"u8);
        foreach (var (name, value) in all)
            EventField.Write(json, name, value, int.MaxValue);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> key, IEnumerable<string> texts)
    {
        json.WriteStartArray(key);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
