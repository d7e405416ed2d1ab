using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>An event as Events v2 takes it: JSON with a line feed at the end.</summary>
internal static class PagerDuty2Message
{
    private const long Second = 1_000_000_000;

    private const int MostMembers = 50;

    // Units that details keep when the event is too large. No unit takes more than six bytes in JSON.
    private const int LongestDetails = 50_000;

    public static ReadOnlyMemory<byte> WriteTrigger(AlertEvent alert, string routingKey, IReadOnlyList<RenderedLink> links, HandlerContext context)
    {
        var whole = WriteTrigger(alert, routingKey, links, context, withData: true);
        return whole.Length <= Limits.Event ? whole : WriteTrigger(alert, routingKey, links, context, withData: false);
    }

    /// <summary>A recovery or an acknowledgement needs no more than the alert it is of.</summary>
    /// <param name="action"><c>resolve</c> or <c>acknowledge</c>.</param>
    public static ReadOnlyMemory<byte> WriteAction(AlertEvent alert, string routingKey, string action) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("routing_key"u8, routingKey);
        json.WriteString("dedup_key"u8, LimitedText.CutId(alert.Id, Limits.Key));
        json.WriteString("event_action"u8, action);
    });

    private static ReadOnlyMemory<byte> WriteTrigger(
        AlertEvent alert, string routingKey, IReadOnlyList<RenderedLink> links, HandlerContext context, bool withData) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("routing_key"u8, routingKey);
        json.WriteString("event_action"u8, "trigger"u8);
        json.WriteString("dedup_key"u8, LimitedText.CutId(alert.Id, Limits.Key));
        WritePayload(json, alert, withData);
        json.WriteNull("images"u8);
        WriteLinks(json, links);
        json.WriteString("client"u8, context.Product);
        json.WriteString("client_url"u8, context.ServerUrl.AbsoluteUri);
    });

    private static void WritePayload(Utf8JsonWriter json, AlertEvent alert, bool withData)
    {
        json.WriteStartObject("payload"u8);
        json.WriteString("summary"u8, LimitedText.Cut(alert.Message, Limits.Summary));
        json.WriteString("source"u8, EventValues.SourceOf(alert));
        json.WriteString("severity"u8, Severity(alert.Level));
        json.WriteString("timestamp"u8, Timestamp(alert));
        json.WriteString("class"u8, alert.TaskName);
        json.WriteString("component"u8, ""u8);
        json.WriteString("group"u8, ""u8);
        json.WriteStartObject("custom_details"u8);
        WriteDetails(json, alert, withData ? int.MaxValue : LongestDetails);
        if (withData)
        {
            json.WritePropertyName("result"u8);
            json.WriteRawValue(alert.Data.Span, skipInputValidation: true);
            EventValues.Write(json, alert, "result", "details", "alerts");
            WriteMembers(json, alert.Members);
        }
        else
        {
            json.WriteString("error"u8, $"The data, {alert.Data.Length} bytes, is more than PagerDuty takes.");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteDetails(Utf8JsonWriter json, AlertEvent alert, int longest)
    {
        if (WrittenDetails.Of(alert) is { Length: > 0 } details)
            json.WriteString("details"u8, LimitedText.Cut(details, longest));
    }

    private static void WriteMembers(Utf8JsonWriter json, IReadOnlyList<AlertEvent> members)
    {
        if (members.Count == 0)
            return;
        json.WriteStartArray("alerts"u8);
        foreach (var member in members.Take(MostMembers))
            json.WriteStringValue(LimitedText.Cut($"{member.Level.Text()} {member.Id}: {member.Message}", Limits.Summary));
        json.WriteEndArray();
    }

    private static void WriteLinks(Utf8JsonWriter json, IReadOnlyList<RenderedLink> links)
    {
        if (links.Count == 0)
        {
            json.WriteNull("links"u8);
            return;
        }

        json.WriteStartArray("links"u8);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("href"u8, link.Href);
            json.WriteString("text"u8, link.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static string Severity(AlertLevel level) => level switch
    {
        AlertLevel.Warning => "warning",
        AlertLevel.Critical => "critical",
        _ => "info",
    };

    // Always nine digits, whatever the time.
    private static string Timestamp(AlertEvent alert)
    {
        var nanoseconds = ((alert.UnixNanoseconds % Second) + Second) % Second;
        return string.Create(CultureInfo.InvariantCulture, $"{alert.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss}.{nanoseconds:D9}Z");
    }
}
