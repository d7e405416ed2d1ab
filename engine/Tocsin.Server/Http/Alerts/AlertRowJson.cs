using System.Text.Json;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;
using Tocsin.Server.Http.Silences;

namespace Tocsin.Server.Http.Alerts;

/// <summary>Alerts as pages of lists show them: with nothing that may be long.</summary>
internal static class AlertRowJson
{
    private const int MostTags = 20;
    private const int LongestTag = 120;

    public static void Write(Utf8JsonWriter writer, ListedAlert alert, IReadOnlyList<Silence> silences, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("topic", alert.Topic);
        writer.WriteString("id", alert.Id);
        writer.WriteString("level", alert.Level.Text());
        writer.WriteString("since", new Instant(alert.Status.SinceUnixNanoseconds).ToString());
        writer.WriteString("time", new Instant(alert.Status.State.UnixNanoseconds).ToString());
        writer.WriteString("message", alert.Event.Message);
        writer.WriteString("task", alert.Event.TaskName);
        writer.WriteStartObject("tags");
        foreach (var (name, value) in alert.Event.Tags.Take(MostTags))
            writer.WriteString(LimitedText.Cut(name, LongestTag), LimitedText.Cut(value, LongestTag));
        writer.WriteEndObject();
        writer.WriteNumber("more-tags", Math.Max(0, alert.Event.Tags.Count - MostTags));
        AlertStatusJson.WriteAcknowledgement(writer, alert.Status.Acknowledgement);
        writer.WriteStartArray("silenced");
        foreach (var silence in silences)
            SilenceJson.WriteShort(writer, silence, now);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, AlertTotals totals)
    {
        writer.WriteStartObject();
        writer.WriteNumber("all", totals.All);
        writer.WriteNumber("critical", totals.Critical);
        writer.WriteNumber("warning", totals.Warning);
        writer.WriteNumber("info", totals.Info);
        writer.WriteNumber("unacknowledged", totals.Unacknowledged);
        writer.WriteEndObject();
    }
}
