using System.Text.Json;
using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Alerts.Silences;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alerts;

/// <summary>Alerts as pages of lists show them: with nothing that may be long.</summary>
internal static class AlertRowJson
{
    private const int MostTags = 20;
    private const int LongestTag = 120;

    public static void Write(Utf8JsonWriter writer, ListedAlert alert, IReadOnlyList<Silence> silences, DateTimeOffset now)
    {
        writer.WriteStartObject();
        AlertStatusJson.WriteCommon(writer, alert.Status, alert.Event, alert.Event.Message, silences, now);
        writer.WriteStartObject("tags");
        foreach (var (name, value) in alert.Event.Tags.Take(MostTags))
            writer.WriteString(LimitedText.Cut(name, LongestTag), LimitedText.Cut(value, LongestTag));
        writer.WriteEndObject();
        writer.WriteNumber("more-tags", Math.Max(0, alert.Event.Tags.Count - MostTags));
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
