using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>Events as Alertmanager's API v2 takes them, with a line feed at the end.</summary>
internal static class AlertmanagerMessage
{
    private const long NanosecondsPerTick = 100;

    /// <summary>
    /// For each event the alert of its level, firing, and that of the level before, ended: the level is a label, so to Alertmanager they are two.
    /// At least one of the levels must not be OK, and they must not be the same OK.
    /// </summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<AlertEvent> alerts, AlertmanagerLabels labels, TimeSpan firingFor) => JsonRequest.Write(json =>
    {
        json.WriteStartArray();
        foreach (var alert in alerts)
        {
            if (alert.Level != AlertLevel.Ok)
                WriteAlert(json, alert, alert.Level, labels, End(alert.Time, firingFor));
            if (alert.PreviousLevel != AlertLevel.Ok && alert.PreviousLevel != alert.Level)
                WriteAlert(json, alert, alert.PreviousLevel, labels, alert.Time);
        }

        json.WriteEndArray();
    });

    private static void WriteAlert(Utf8JsonWriter json, AlertEvent alert, AlertLevel level, AlertmanagerLabels labels, DateTimeOffset end)
    {
        json.WriteStartObject();
        json.WriteStartObject("labels"u8);
        foreach (var (name, value) in labels.Of(alert, level))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartObject("annotations"u8);
        if (alert.Details.Length > 0)
            json.WriteString("description"u8, alert.Details);
        json.WriteString("summary"u8, alert.Message);
        json.WriteEndObject();
        json.WriteString("startsAt"u8, Text(Start(alert)));
        json.WriteString("endsAt"u8, Text(end));
        json.WriteEndObject();
    }

    // An alert whose begin is not known carries a duration longer than time itself.
    private static DateTimeOffset Start(AlertEvent alert) => alert.DurationNanoseconds > alert.UnixNanoseconds
        ? alert.Time
        : alert.Time.AddTicks(-(alert.DurationNanoseconds / NanosecondsPerTick));

    private static DateTimeOffset End(DateTimeOffset time, TimeSpan firingFor) =>
        firingFor < DateTimeOffset.MaxValue - time ? time + firingFor : DateTimeOffset.MaxValue;

    private static string Text(DateTimeOffset time) => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
