using System.Globalization;
using System.Text.Json;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>What VictorOps shows beside title and text: links and values as annotations, and the values as fields for its rules and templates.</summary>
internal static class MessageFields
{
    private const int Most = 50;

    private static readonly HashSet<string> Standard = new(StringComparer.OrdinalIgnoreCase)
    {
        "data", "message_type", "entity_id", "entity_display_name", "entity_state", "entity_is_host", "state_message", "timestamp", "state_start_time",
        "monitoring_tool", "hostname", "host_name", "routing_key", "ack_author", "ack_user", "ack_message", "ack_msg",
    };

    public static void Write(Utf8JsonWriter json, AlertEvent alert)
    {
        var values = ValuesOf(alert);
        foreach (var (name, value) in values)
            EventField.Write(json, LimitedText.Cut(name, Limits.CustomField), value, Limits.CustomField);

        // Annotations are those of a problem.
        if (alert.Level == AlertLevel.Ok)
            return;
        if (values.Count > 0)
            json.WriteString("vo_annotate.s.Values"u8, LimitedText.Cut(string.Join(", ", values.Select(field => $"{field.Key} {EventField.TextOf(field.Value)}")), Limits.Annotation));
        var titles = new HashSet<string>(StringComparer.Ordinal);
        foreach (var link in alert.Links.Take(Most))
        {
            if (link.Href.Length is > 0 and <= Limits.Annotation)
                json.WriteString($"vo_annotate.u.{TitleOf(link, titles)}", link.Href);
        }
    }

    // The data of tasks stands in the message's own field, as the peer has it.
    private static List<KeyValuePair<string, object?>> ValuesOf(AlertEvent alert) => alert.TaskName.Length > 0
        ? []
        : [
            .. alert.Fields
                .Where(field => field.Value is not null && field.Key.Length > 0 && !Standard.Contains(field.Key) && !field.Key.StartsWith("vo_annotate.", StringComparison.OrdinalIgnoreCase))
                .OrderBy(field => field.Key, StringComparer.Ordinal)
                .Take(Most),
        ];

    // Two links of one title would be one.
    private static string TitleOf(AlertLink link, HashSet<string> taken)
    {
        var title = LimitedText.Cut(link.Text.Length > 0 ? link.Text : "Link", Limits.CustomField);
        for (var number = 2; !taken.Add(title); number++)
            title = string.Create(CultureInfo.InvariantCulture, $"{(link.Text.Length > 0 ? link.Text : "Link")} {number}");
        return title;
    }
}
