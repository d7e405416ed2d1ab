using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Rootly;

/// <summary>The bodies of requests to Rootly: one JSON:API document each.</summary>
internal sealed class RootlyMessage(RootlyOptions options, RootlySettings settings, HandlerContext context)
{
    private const int LongestExternalId = 255;
    private const int LongestLabel = 255;
    private const long Second = 1_000_000_000;

    private readonly EventTexts _texts = new("Rootly", context);
    private readonly RootlyText _text = new(options, context);

    /// <summary>By what Rootly and we know the alert.</summary>
    public static string ExternalId(AlertEvent alert) => LimitedText.CutId(alert.Id, LongestExternalId);

    public ReadOnlyMemory<byte> Create(AlertEvent alert) => Write(json =>
    {
        json.WriteString("source"u8, settings.Source);
        json.WriteString("status"u8, "triggered"u8);
        json.WriteString("external_id"u8, ExternalId(alert));
        json.WriteString("deduplication_key"u8, ExternalId(alert));
        json.WriteString("started_at"u8, Start(alert));
        WriteState(json, alert);
        WriteList(json, "service_ids", _texts.Of("service-ids", alert, options.ServiceIds, [], out _));
        WriteList(json, "group_ids", _texts.Of("group-ids", alert, options.GroupIds, [], out _));
        WriteList(json, "environment_ids", _texts.Of("environment-ids", alert, options.EnvironmentIds, [], out _));
        WriteTarget(json, alert);
    });

    /// <summary>What changes while an alert is open.</summary>
    public ReadOnlyMemory<byte> Update(AlertEvent alert) => Write(json => WriteState(json, alert));

    /// <summary>The alert is over and stays open for a person to look at.</summary>
    public static ReadOnlyMemory<byte> Acknowledge() => Write(static _ => { });

    public ReadOnlyMemory<byte> Resolve(AlertEvent alert) => Write(json =>
    {
        json.WriteString("resolution_message"u8, _text.DescriptionOf(alert));
        json.WriteBoolean("resolve_related_incidents"u8, options.ResolveIncidents);
    });

    private void WriteState(Utf8JsonWriter json, AlertEvent alert)
    {
        json.WriteString("summary"u8, _text.SummaryOf(alert));
        json.WriteString("description"u8, _text.DescriptionOf(alert));
        if (_text.UrlOf(alert) is { Length: > 0 } url)
            json.WriteString("external_url"u8, url);
        if (UrgencyOf(alert) is { Length: > 0 } urgency)
            json.WriteString("alert_urgency_id"u8, urgency);
        WriteLabels(json, alert);
        json.WriteStartObject("data"u8);
        json.WriteString("level"u8, alert.Level.Text());
        json.WriteString("previous_level"u8, alert.PreviousLevel.Text());
        json.WriteString("sender"u8, context.Product);
        json.WritePropertyName("result"u8);
        json.WriteRawValue(alert.Data.Span, skipInputValidation: true);
        json.WriteEndObject();
    }

    private string UrgencyOf(AlertEvent alert) => _texts.Of(
        "urgencies", alert, RootlyUrgencies.Find(options.Urgencies, alert.Level), RootlyUrgencies.Find(settings.Urgencies, alert.Level)).Text;

    private void WriteTarget(Utf8JsonWriter json, AlertEvent alert)
    {
        var (type, id) = (options.NotificationTargetType, _texts.Of("notification-target-id", alert, options.NotificationTargetId).Text);
        if (id.Length == 0)
            (type, id) = (settings.NotificationTargetType, _texts.Of("notification-target-id", alert, settings.NotificationTargetId).Text);
        if (id.Length == 0)
            return;

        json.WriteString("notification_target_type"u8, type.ToString());
        json.WriteString("notification_target_id"u8, id);
    }

    private void WriteLabels(Utf8JsonWriter json, AlertEvent alert)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tag, value) in alert.Tags)
            labels[tag] = value;
        labels["level"] = alert.Level.Text();
        labels["severity"] = alert.Level.Text().ToLowerInvariant();
        labels["task"] = alert.TaskName;
        foreach (var (label, value) in _texts.Of("labels", alert, options.Labels))
            labels[label] = value;

        json.WriteStartArray("labels"u8);
        foreach (var (key, value) in labels)
        {
            if (value.Length == 0)
                continue;

            json.WriteStartObject();
            json.WriteString("key"u8, LimitedText.Cut(key, LongestLabel));
            json.WriteString("value"u8, LimitedText.Cut(value, LongestLabel));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IReadOnlyList<string> ids)
    {
        if (ids.Count == 0)
            return;

        json.WriteStartArray(name);
        foreach (var id in ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
    }

    // An alert whose begin is not known carries a duration longer than time itself.
    private static string Start(AlertEvent alert)
    {
        var nanoseconds = alert.DurationNanoseconds > alert.UnixNanoseconds ? alert.UnixNanoseconds : alert.UnixNanoseconds - alert.DurationNanoseconds;
        return DateTimeOffset.FromUnixTimeSeconds(nanoseconds / Second).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> attributes) => JsonRequest.WriteObject(json =>
    {
        json.WriteStartObject("data"u8);
        json.WriteString("type"u8, "alerts"u8);
        json.WriteStartObject("attributes"u8);
        attributes(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });
}
