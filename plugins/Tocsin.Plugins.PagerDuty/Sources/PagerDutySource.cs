using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Takes PagerDuty's v3 webhooks in: what people do with incidents there, and incidents that others opened.</summary>
[AlertSource("pagerduty", System = System, RefusedStatus = 403)]
internal sealed class PagerDutySource(PagerDutySourceOptions options) : IAlertSource
{
    private const string System = "pagerduty";

    public string? Verify(SourceRequest request)
    {
        if (options.Secrets.Count == 0)
            return null;
        if (request.Header(WebhookSignature.Header) is not { Length: > 0 } header)
            return "the header " + WebhookSignature.Header + " is missing";
        return WebhookSignature.IsRight(options.Secrets, header, request.Body.Span) ? null : "no signature is that of a secret in 'secrets'";
    }

    public SourceReading Read(SourceRequest request)
    {
        var told = JsonBody.Parse(request)["event"];
        var type = told["event_type"].Text;
        if (type.Length == 0)
            return SourceReading.Unreadable("event.event_type is missing: is the subscription one of version 3?");
        if (type == "pagey.ping")
            return SourceReading.Test();

        var incident = new WebhookIncident(told, request);
        switch (type)
        {
            case "incident.triggered" or "incident.reopened" or "incident.acknowledged" or "incident.unacknowledged" or "incident.resolved"
                or "incident.annotated" when incident.AlertId.Length == 0:
                return SourceReading.Unreadable("event.data has neither incident_key nor id");
            case "incident.triggered" or "incident.reopened":
                return SourceReading.Of(Problem(incident));
            case "incident.acknowledged":
                return SourceReading.Of(Activity(incident, ActivityKind.Acknowledged));
            case "incident.unacknowledged":
                return SourceReading.Of(Activity(incident, ActivityKind.Unacknowledged));
            case "incident.annotated" when incident.Note.Length > 0:
                return SourceReading.Of(Activity(incident, ActivityKind.Note));
            case "incident.resolved":
                return SourceReading.Of(Recovery(incident));
            default:
                // Escalations, responders, tasks, services: PagerDuty's own affairs.
                return SourceReading.Of();
        }
    }

    private SourceEvent Problem(WebhookIncident incident) => new()
    {
        Id = incident.AlertId,
        IsAboutKnownAlert = true,
        DedupeKey = incident.DedupeKey,
        Level = LevelTable.Find(options.Levels, incident.Priority, incident.Urgency) ?? (incident.Urgency == "low" ? AlertLevel.Warning : AlertLevel.Critical),
        Message = incident.Title,
        Details = incident.Details,
        Time = incident.Time,
        Started = incident.Created,
        Tags = incident.Tags,
        Fields = incident.Fields,
        Links = incident.Links,
        Activity = ActivityOf(incident, ActivityKind.Incident),
    };

    private static SourceEvent Recovery(WebhookIncident incident) => new()
    {
        Id = incident.AlertId,
        IsAboutKnownAlert = true,
        DedupeKey = incident.DedupeKey,
        Level = AlertLevel.Ok,
        Message = incident.Title + (incident.Agent.Length > 0 ? $" (resolved by {incident.Agent} in PagerDuty)" : " (resolved in PagerDuty)"),
        Details = incident.Details,
        Time = incident.Time,
        Tags = incident.Tags,
        Fields = incident.Fields,
        Links = incident.Links,
        Activity = ActivityOf(incident, ActivityKind.Incident),
    };

    private static SourceEvent Activity(WebhookIncident incident, ActivityKind kind) => new()
    {
        Id = incident.AlertId,
        IsAboutKnownAlert = true,
        DedupeKey = incident.DedupeKey,
        Time = incident.Time,
        Activity = ActivityOf(incident, kind),
    };

    private static AlertActivity ActivityOf(WebhookIncident incident, ActivityKind kind) => new()
    {
        Kind = kind,
        By = kind == ActivityKind.Incident ? "" : incident.Agent,
        Text = kind == ActivityKind.Note ? incident.Note : "",
        System = System,
        Incident = incident.Id.Length == 0 ? null : new IncidentReference(System, incident.Id, incident.Page),
        At = incident.Time,
    };
}
