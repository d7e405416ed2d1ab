using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Sdk;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>What Alertmanager would write of an alert for as long as it does not change.</summary>
internal sealed class AlertmanagerText
{
    public AlertmanagerText(AlertEvent alert)
    {
        Fingerprint = FingerprintOf(alert.Topic, alert.Id);
        Source = alert.Links.FirstOrDefault(link => link.Text == "Source")?.Href;
        Annotations = ObjectOf(AnnotationsOf(alert));
        Labels = ObjectOf(new AlertLabels(alert).All());
    }

    /// <summary>What tells an alert from others. It is of its topic and id: another level is not another alert.</summary>
    public string Fingerprint { get; }

    /// <summary>The page of whatever raised it; null when there is none.</summary>
    public string? Source { get; }

    /// <summary>An object, as JSON.</summary>
    public byte[] Annotations { get; }

    /// <summary>An object, as JSON.</summary>
    public byte[] Labels { get; }

    public static string FingerprintOf(string topic, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(topic + "\0" + id), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash).ToString("x16", CultureInfo.InvariantCulture);
    }

    // What came from Prometheus has its annotations as fields, and a summary only if it had one there.
    private static IEnumerable<KeyValuePair<string, string>> AnnotationsOf(AlertEvent alert)
    {
        if (alert.TaskName.Length == 0 && alert.Tags.ContainsKey("alertname"))
        {
            foreach (var (name, value) in alert.Fields)
            {
                if (value is string text)
                    yield return new(name, text);
            }

            yield break;
        }

        if (alert.Message.Length > 0)
            yield return new("summary", alert.Message);
        if (alert.Details.Length > 0 && alert.Details != alert.Message)
            yield return new("description", alert.Details);
    }

    private static byte[] ObjectOf(IEnumerable<KeyValuePair<string, string>> values)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }
}
