using System.Globalization;
using System.Text.Json;
using Tocsin.Server.Http.Silences;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>Alerts and silences as Alertmanager writes them.</summary>
internal static class AlertmanagerJson
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>A time with three digits behind the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Time(DateTimeOffset)"/>
    public static string Time(long unixNanoseconds) => Time(DateTimeOffset.UnixEpoch.AddMilliseconds(unixNanoseconds / NanosecondsPerMillisecond));

    public static void Write(Utf8JsonWriter writer, AlertmanagerAlert alert)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("annotations");
        writer.WriteRawValue(alert.Text.Annotations, skipInputValidation: true);
        writer.WriteString("endsAt", alert.Ends);
        writer.WriteString("fingerprint", alert.Text.Fingerprint);
        writer.WriteStartArray("receivers");
        foreach (var receiver in alert.Receivers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", receiver);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("startsAt", Time(alert.Alert.Status.SinceUnixNanoseconds));
        writer.WriteStartObject("status");
        writer.WriteStartArray("inhibitedBy");
        writer.WriteEndArray();
        writer.WriteStartArray("silencedBy");
        foreach (var id in alert.SilencedBy)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteString("state", alert.SilencedBy.Count > 0 ? "suppressed" : "active");
        writer.WriteEndObject();
        writer.WriteString("updatedAt", Time(alert.Alert.Status.State.UnixNanoseconds));
        if (alert.Text.Source is { } source)
            writer.WriteString("generatorURL", source);
        writer.WritePropertyName("labels");
        writer.WriteRawValue(alert.Text.Labels, skipInputValidation: true);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, AlertmanagerSilence silence)
    {
        writer.WriteStartObject();
        writer.WriteString("id", silence.Id);
        writer.WriteStartObject("status");
        writer.WriteString("state", SilenceJson.NameOf(silence.State));
        writer.WriteEndObject();
        writer.WriteString("updatedAt", Time(silence.Silence.Updated));
        writer.WriteString("comment", silence.Silence.Comment);
        writer.WriteString("createdBy", silence.Silence.By);
        writer.WriteString("endsAt", Time(silence.Ends));
        writer.WriteStartArray("matchers");
        foreach (var matcher in silence.Silence.Matchers)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("isEqual", matcher.IsEqual);
            writer.WriteBoolean("isRegex", matcher.IsRegex);
            writer.WriteString("name", matcher.Name);
            writer.WriteString("value", matcher.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("startsAt", Time(silence.Starts));
        writer.WriteEndObject();
    }
}
