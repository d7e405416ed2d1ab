using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Rootly.Sources;

/// <summary>Events of Rootly as events of a topic.</summary>
/// <param name="defaultLevel">The level of what names none.</param>
/// <param name="product">What our own handler writes as the sender of alerts.</param>
internal sealed class RootlyEvents(AlertLevel defaultLevel, string product)
{
    private const string System = "rootly";
    private const int LongestText = 1000;

    /// <exception cref="FormatException">The alert has no id.</exception>
    public IReadOnlyList<SourceEvent> OfAlert(string type, string eventId, RootlyData data, DateTimeOffset? time, DateTimeOffset received)
    {
        var rootlyId = Required(data, "id");
        var status = data.Text("status").ToUpperInvariant();
        var isOver = data["ended_at"].Exists || status is "RESOLVED" or "CLOSED" || type is "alert.resolved" or "alert.deleted";

        // An alert that our handler made comes back. Only what people do with it is news, and which alert of Rootly it is.
        var isOurs = data["data"]["sender"].Text is { Length: > 0 } sender && sender == product && data.Text("external_id").Length > 0;
        var isAcknowledged = !isOver && (status == "ACKNOWLEDGED" || type == "alert.acknowledged");
        var at = time ?? received;
        return
        [
            new SourceEvent
            {
                Id = data.Text("external_id") is { Length: > 0 } external ? external : rootlyId,
                DedupeKey = eventId,
                Level = isOver ? AlertLevel.Ok : isOurs ? null : RootlySeverity.LevelOf(data) ?? defaultLevel,
                Message = MessageOf(data, rootlyId),
                Details = LimitedText.Cut(data.Text("description"), LongestText),
                Time = data["ended_at"].Time is { } ended && isOver ? ended : time,
                Started = data["started_at"].Time,
                Tags = data.Tags(),
                Links = data.Links(("external_url", "Source"), ("url", "Rootly"), ("short_url", "Rootly")),
                IsAboutKnownAlert = isOurs,
                Activity = isAcknowledged ? new AlertActivity { Kind = ActivityKind.Acknowledged, System = System, Incident = Reference(data, rootlyId), At = at }
                    : isOurs && !isOver ? new AlertActivity { Kind = ActivityKind.Incident, System = System, Incident = Reference(data, rootlyId), At = at }
                    : null,
            },
        ];
    }

    /// <exception cref="FormatException">The incident has no id.</exception>
    public IReadOnlyList<SourceEvent> OfIncident(string type, string eventId, RootlyData data, DateTimeOffset? time)
    {
        var id = Required(data, "id");
        var status = data.Text("status").ToUpperInvariant();
        var isOver = type is "incident.resolved" or "incident.cancelled" or "incident.deleted" || data["ended_at"].Exists ||
            status is "RESOLVED" or "CANCELLED" or "CLOSED" or "COMPLETED";
        var level = isOver ? AlertLevel.Ok
            : type == "incident.mitigated" || status == "MITIGATED" ? AlertLevel.Info
            : RootlySeverity.LevelOf(data) ?? defaultLevel;

        // Systems that Rootly keeps in step have incidents of it: where one of them is known here, the alert is that one.
        return
        [
            new SourceEvent
            {
                Id = id,
                DedupeKey = eventId,
                Level = level,
                Message = MessageOf(data, id),
                Details = LimitedText.Cut(data.Text("title").Length > 0 ? data.Text("summary") : "", LongestText),
                Time = time,
                Started = data["started_at"].Time ?? data["created_at"].Time,
                Tags = data.Tags(),
                Links = data.Links(("url", "Rootly"), ("short_url", "Rootly"), ("pagerduty_incident_url", "PagerDuty"), ("slack_channel_url", "Slack")),
                Incidents = [.. Synced(data)],
                IsAboutKnownAlert = true,
            },
        ];
    }

    private static IEnumerable<IncidentReference> Synced(RootlyData data)
    {
        foreach (var (system, key, url) in new[]
        {
            ("victorops", "victor_ops_incident_id", "victor_ops_incident_url"), ("pagerduty", "pagerduty_incident_id", "pagerduty_incident_url"),
        })
        {
            if (data.Text(key).TrimStart('#') is { Length: > 0 } other)
                yield return new IncidentReference(system, other, data.Address(url));
        }
    }

    private static string Required(RootlyData data, string key) => data.Text(key) is { Length: > 0 } text ? text : throw new FormatException($"data.{key} is missing");

    private static string MessageOf(RootlyData data, string id)
    {
        var text = data.Text("title") is { Length: > 0 } title ? title : data.Text("summary");
        return LimitedText.Cut(text.Length == 0 ? id : text.ReplaceLineEndings(" "), LongestText);
    }

    private static IncidentReference Reference(RootlyData data, string id) =>
        new(System, id, data.Address("url") is { Length: > 0 } url ? url : data.Address("short_url"));
}
