using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>An event as Events v1 takes it: JSON with its keys in alphabetical order and a line feed at the end.</summary>
internal static class PagerDutyMessage
{
    public static ReadOnlyMemory<byte> Write(AlertEvent alert, string serviceKey, HandlerContext context)
    {
        var whole = Write(alert, serviceKey, context, alert.Details);
        return whole.Length <= Limits.Event
            ? whole
            : Write(alert, serviceKey, context, $"The details, {alert.Details.Length} characters, are more than PagerDuty takes.");
    }

    public static ReadOnlyMemory<byte> WriteAcknowledgement(AlertEvent alert, AlertActivity activity, string serviceKey)
    {
        var by = activity.By.Length > 0 ? activity.By : activity.System;
        var said = activity.Text.Length == 0 ? $"acknowledged by {by}" : $"acknowledged by {by}: {activity.Text}";
        return JsonRequest.WriteObject(json =>
        {
            json.WriteString("description"u8, LimitedText.Cut(said, Limits.Summary));
            json.WriteString("event_type"u8, "acknowledge"u8);
            json.WriteString("incident_key"u8, LimitedText.CutId(alert.Id, Limits.Key));
            json.WriteString("service_key"u8, serviceKey);
        });
    }

    private static ReadOnlyMemory<byte> Write(AlertEvent alert, string serviceKey, HandlerContext context, string details) => JsonRequest.WriteObject(json =>
    {
        json.WriteString("client"u8, context.Product);
        json.WriteString("client_url"u8, context.ServerUrl.AbsoluteUri);
        WriteContexts(json, alert);
        json.WriteString("description"u8, LimitedText.Cut(alert.Message, Limits.Summary));
        WriteDetails(json, alert, details);
        json.WriteString("event_type"u8, alert.Level == AlertLevel.Ok ? "resolve" : "trigger");
        json.WriteString("incident_key"u8, LimitedText.CutId(alert.Id, Limits.Key));
        json.WriteString("service_key"u8, serviceKey);
    });

    private static void WriteContexts(Utf8JsonWriter json, AlertEvent alert)
    {
        if (alert.Level == AlertLevel.Ok || alert.Links.Count == 0)
            return;

        json.WriteStartArray("contexts"u8);
        foreach (var link in alert.Links.Where(link => link.Href.Length > 0))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "link"u8);
            json.WriteString("href"u8, link.Href);
            json.WriteString("text"u8, link.Text.Length > 0 ? link.Text : link.Href);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteDetails(Utf8JsonWriter json, AlertEvent alert, string details)
    {
        if (!EventValues.Has(alert))
        {
            json.WriteString("details"u8, details);
            return;
        }

        json.WriteStartObject("details"u8);
        if (details.Length > 0)
            json.WriteString("details"u8, details);
        EventValues.Write(json, alert, "details");
        json.WriteEndObject();
    }
}
