using System.Text;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.ServiceNow;

/// <summary>An event as ServiceNow's web service takes it, with the texts that were filled in for it.</summary>
internal sealed record ServiceNowMessage
{
    public const int LongestText = 100;
    public const int LongestKey = 1024;
    public const int LongestDescription = 4000;

    public required string Source { get; init; }

    public required string Node { get; init; }

    public required string Type { get; init; }

    public required string Resource { get; init; }

    public required string MetricName { get; init; }

    public required string MessageKey { get; init; }

    public required IReadOnlyDictionary<string, object> AdditionalInfo { get; init; }

    public ReadOnlyMemory<byte> Write(AlertEvent alert) => JsonRequest.WriteObject(json =>
    {
        json.WriteStartArray("records"u8);
        json.WriteStartObject();
        json.WriteString("source"u8, LimitedText.Cut(Source, LongestText));
        WriteUnlessEmpty(json, "node"u8, LimitedText.Cut(Node, LongestText));
        WriteUnlessEmpty(json, "type"u8, LimitedText.Cut(Type, LongestText));
        WriteUnlessEmpty(json, "resource"u8, LimitedText.Cut(Resource, LongestText));
        WriteUnlessEmpty(json, "metric_name"u8, LimitedText.Cut(MetricName, LongestText));
        json.WriteString("message_key"u8, LimitedText.CutId(MessageKey, LongestKey));
        json.WriteString("severity"u8, SeverityOf(alert.Level));
        WriteUnlessEmpty(json, "description"u8, LimitedText.Cut(WrittenDetails.AfterMessage(alert), LongestDescription));
        WriteUnlessEmpty(json, "additional_info"u8, InfoOf(alert));
        json.WriteEndObject();
        json.WriteEndArray();
    });

    // ServiceNow wants an object of texts, and that as a text. What the author says goes before the links of the event.
    private string InfoOf(AlertEvent alert)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var link in alert.Links.Where(link => link.Href.Length > 0))
            all.TryAdd(link.Text.Length > 0 ? link.Text : "link", link.Href);
        foreach (var (name, value) in AdditionalInfo)
            all[name] = EventField.TextOf(value);
        if (all.Count == 0)
            return "";

        var written = JsonRequest.WriteObject(json =>
        {
            foreach (var (name, text) in all)
                json.WriteString(name, text);
        });
        return Encoding.UTF8.GetString(written.Span).TrimEnd();
    }

    private static void WriteUnlessEmpty(Utf8JsonWriter json, ReadOnlySpan<byte> key, string text)
    {
        if (text.Length > 0)
            json.WriteString(key, text);
    }

    // 0 is clear: with 5 the alert would stay open as one that is only informational.
    private static string SeverityOf(AlertLevel level) => level switch
    {
        AlertLevel.Ok => "0",
        AlertLevel.Info => "5",
        AlertLevel.Warning => "4",
        _ => "1",
    };
}
