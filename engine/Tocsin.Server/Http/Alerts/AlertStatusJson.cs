using System.Text.Json;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Pacing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;
using Tocsin.Server.Http.Silences;

namespace Tocsin.Server.Http.Alerts;

/// <summary>Alerts, and what was done about them, as the API shows them.</summary>
internal static class AlertStatusJson
{
    /// <param name="last">The alert's last event.</param>
    /// <param name="silences">The silences that match it and are active.</param>
    public static void Write(Utf8JsonWriter writer, AlertStatus alert, AlertEvent last, IReadOnlyList<Silence> silences, DateTimeOffset now)
    {
        writer.WriteStartObject();
        WriteCommon(writer, alert, last, alert.State.Message, silences, now);
        writer.WriteStartObject("tags");
        foreach (var (name, value) in last.Tags)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteStartArray("held");
        foreach (var held in alert.Held)
            WriteHeld(writer, held);
        writer.WriteEndArray();
        writer.WriteStartArray("incidents");
        foreach (var incident in alert.Incidents)
            WriteIncident(writer, incident);
        writer.WriteEndArray();
        writer.WriteStartArray("links");
        foreach (var link in last.Links)
        {
            writer.WriteStartObject();
            writer.WriteString("text", link.Text);
            writer.WriteString("href", link.Href);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>What every list says of an alert, as members of an object that is open.</summary>
    /// <param name="message">The alert's, as long as the list has it.</param>
    public static void WriteCommon(Utf8JsonWriter writer, AlertStatus alert, AlertEvent last, string message, IReadOnlyList<Silence> silences, DateTimeOffset now)
    {
        writer.WriteString("topic", alert.Topic);
        writer.WriteString("id", alert.Id);
        writer.WriteString("level", alert.State.Level.Text());
        writer.WriteString("since", new Instant(alert.SinceUnixNanoseconds).ToString());
        writer.WriteString("time", new Instant(alert.State.UnixNanoseconds).ToString());
        writer.WriteString("message", message);
        writer.WriteString("task", last.TaskName);
        WriteAcknowledgement(writer, alert.Acknowledgement);
        writer.WriteStartArray("silenced");
        foreach (var silence in silences)
            SilenceJson.WriteShort(writer, silence, now);
        writer.WriteEndArray();
    }

    public static void Write(Utf8JsonWriter writer, AlertActivity activity)
    {
        writer.WriteStartObject();
        writer.WriteString("at", Instant.From(activity.At).ToString());
        writer.WriteString("kind", NameOf(activity.Kind));
        writer.WriteString("by", activity.By);
        writer.WriteString("system", activity.System);
        writer.WriteString("message", activity.Text);
        if (activity.Incident is { } incident)
        {
            writer.WritePropertyName("incident");
            WriteIncident(writer, incident);
        }

        writer.WriteEndObject();
    }

    private static void WriteHeld(Utf8JsonWriter writer, Held held)
    {
        writer.WriteStartObject();
        writer.WriteString("handler", held.Target.ToString());
        writer.WriteString("cause", NameOf(held.Cause));
        writer.WriteString("notified", held.Told == AlertLevel.Ok ? "" : held.Told.Text());
        if (held.Until is { } until)
            writer.WriteString("until", Instant.From(until).ToString());
        else
            writer.WriteNull("until");
        writer.WriteString("why", held.Why);
        writer.WriteEndObject();
    }

    private static string NameOf(HoldCause cause) => cause switch
    {
        HoldCause.Silence => "silence",
        HoldCause.None => "repeat",
        HoldCause.Group => "group",
        HoldCause.Limit => "limit",
        HoldCause.After => "after",
        HoldCause.Acknowledged => "acknowledged",
        _ => "end",
    };

    private static void WriteAcknowledgement(Utf8JsonWriter writer, Acknowledgement? given)
    {
        if (given is null)
        {
            writer.WriteNull("acknowledged");
            return;
        }

        writer.WriteStartObject("acknowledged");
        writer.WriteString("by", given.By);
        writer.WriteString("system", given.System);
        writer.WriteString("at", Instant.From(given.At).ToString());
        writer.WriteString("level", given.Level.Text());
        writer.WriteString("message", given.Text);
        writer.WriteEndObject();
    }

    private static void WriteIncident(Utf8JsonWriter writer, IncidentReference incident)
    {
        writer.WriteStartObject();
        writer.WriteString("system", incident.System);
        writer.WriteString("id", incident.Id);
        writer.WriteString("url", incident.Url);
        writer.WriteEndObject();
    }

    private static string NameOf(ActivityKind kind) => kind switch
    {
        ActivityKind.Acknowledged => "acknowledged",
        ActivityKind.Unacknowledged => "unacknowledged",
        ActivityKind.Note => "note",
        _ => "incident",
    };
}
