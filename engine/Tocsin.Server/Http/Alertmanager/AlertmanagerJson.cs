using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Server.Http.Silences;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>Alerts and silences as Alertmanager writes them.</summary>
internal static class AlertmanagerJson
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>A time with three digits behind the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static void Write(Utf8JsonWriter writer, AlertmanagerAlert alert)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("annotations");
        foreach (var (name, value) in Annotations(alert))
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteString("endsAt", Time(alert.Ends));
        writer.WriteString("fingerprint", Fingerprint(alert.Status));
        writer.WriteStartArray("receivers");
        foreach (var receiver in alert.Receivers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", receiver);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("startsAt", Time(alert.Status.SinceUnixNanoseconds));
        writer.WriteStartObject("status");
        writer.WriteStartArray("inhibitedBy");
        writer.WriteEndArray();
        writer.WriteStartArray("silencedBy");
        foreach (var id in alert.SilencedBy)
            writer.WriteStringValue(id);
        writer.WriteEndArray();
        writer.WriteString("state", alert.SilencedBy.Count > 0 ? "suppressed" : "active");
        writer.WriteEndObject();
        writer.WriteString("updatedAt", Time(alert.Status.State.UnixNanoseconds));
        if (alert.Event.Links.FirstOrDefault(link => link.Text == "Source") is { Href: var source })
            writer.WriteString("generatorURL", source);
        writer.WriteStartObject("labels");
        foreach (var (name, value) in alert.Labels)
            writer.WriteString(name, value);
        writer.WriteEndObject();
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

    /// <summary>What tells an alert from others. It is of its topic and id: another level is not another alert.</summary>
    public static string Fingerprint(AlertStatus alert)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(alert.Topic + "\0" + alert.Id), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash).ToString("x16", CultureInfo.InvariantCulture);
    }

    // What came from Prometheus has its annotations as fields, and a summary only if it had one there.
    private static IEnumerable<KeyValuePair<string, string>> Annotations(AlertmanagerAlert alert)
    {
        if (alert.Event.TaskName.Length == 0 && alert.Event.Tags.ContainsKey("alertname"))
        {
            foreach (var (name, value) in alert.Event.Fields)
            {
                if (value is string text)
                    yield return new(name, text);
            }

            yield break;
        }

        if (alert.Event.Message.Length > 0)
            yield return new("summary", alert.Event.Message);
        if (alert.Event.Details.Length > 0 && alert.Event.Details != alert.Event.Message)
            yield return new("description", alert.Event.Details);
    }

    private static string Time(long unixNanoseconds) => Time(DateTimeOffset.UnixEpoch.AddMilliseconds(unixNanoseconds / NanosecondsPerMillisecond));
}
