using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.VictorOps.Sources;

/// <summary>
/// Takes outgoing webhooks of VictorOps (Splunk On-Call) in, custom and of escalation policies: what people do there with the incidents that
/// handlers opened, and incidents that other tools opened.
/// </summary>
[AlertSource("victorops", System = VictorOpsSystem.Name)]
internal sealed class VictorOpsSource(VictorOpsSourceOptions options, SourceContext context) : IAlertSource
{
    private readonly IReadOnlyList<string> _ownTools = options.OwnTools.Count > 0 ? options.OwnTools : [context.Product];

    public string? Verify(SourceRequest request)
    {
        if (options.SignatureKeys.Count == 0)
            return null;
        if (!TemplateFields.IsForm(request))
            return "only escalation webhooks are signed; give custom outbound webhooks a source of their own";
        if (request.Header(EscalationSignature.Header) is not { Length: > 0 } signature)
            return "the header " + EscalationSignature.Header + " is missing";
        return EscalationSignature.IsRight(options.SignatureKeys, options.Url, request.Form(), signature)
            ? null
            : "the signature is wrong: is url what was entered at VictorOps, letter by letter, and the key the one it shows?";
    }

    public SourceReading Read(SourceRequest request)
    {
        var told = new Notification(TemplateFields.Read(request));
        if (told.Kind == NotificationKind.Other)
            return SourceReading.Of();
        if (told.EntityId.Length == 0)
        {
            // Escalation webhooks may name no more than the number; it is all there is to hold on to.
            return told.Incident.Length == 0 || told.Kind != NotificationKind.Problem
                ? SourceReading.Unreadable("neither entity_id nor incident is given: is the webhook's body the template of the plugin's page?")
                : SourceReading.Of(Problem(told, "victorops-incident-" + told.Incident, request));
        }

        return told.Kind switch
        {
            NotificationKind.Recovery => SourceReading.Of(Recovery(told, request)),
            NotificationKind.Acknowledgement => SourceReading.Of(Activity(told, ActivityKind.Acknowledged, request)),
            NotificationKind.Unacknowledgement => SourceReading.Of(Activity(told, ActivityKind.Unacknowledged, request)),
            NotificationKind.Chat => told.Message.Length == 0 ? SourceReading.Of() : SourceReading.Of(Activity(told, ActivityKind.Note, request)),
            // The echo of what a handler sent: all that is new is the incident's number.
            _ when told.IsMarked || _ownTools.Contains(told.Tool, StringComparer.OrdinalIgnoreCase) => told.Incident.Length == 0
                ? SourceReading.Of()
                : SourceReading.Of(Activity(told, ActivityKind.Incident, request)),
            _ => SourceReading.Of(Problem(told, told.EntityId, request)),
        };
    }

    private SourceEvent Problem(Notification told, string id, SourceRequest request) => new()
    {
        Id = id,
        IsAboutKnownAlert = true,
        DedupeKey = KeyOf(told),
        Level = told.Level,
        Message = FirstOf(told.Title, told.Message, id),
        Details = FirstOf(told.Details, told.Message),
        Time = told.Last,
        Started = told.Started,
        Tags = TagsOf(told),
        Fields = FieldsOf(told),
        Links = IncidentOf(told) is { Url.Length: > 0 } incident ? [new AlertLink($"Incident {incident.Id}", incident.Url)] : [],
        Activity = told.Incident.Length == 0 ? null : ActivityOf(told, ActivityKind.Incident, request),
    };

    private SourceEvent Recovery(Notification told, SourceRequest request) => new()
    {
        Id = told.EntityId,
        IsAboutKnownAlert = true,
        DedupeKey = KeyOf(told),
        Level = AlertLevel.Ok,
        Message = FirstOf(told.Title, told.EntityId) + (told.User.Length > 0 ? $" (resolved by {told.User} in VictorOps)" : " (resolved in VictorOps)"),
        Details = told.Message,
        Time = told.Last,
        Tags = TagsOf(told),
        Fields = FieldsOf(told),
        Activity = told.Incident.Length == 0 ? null : ActivityOf(told, ActivityKind.Incident, request),
    };

    private SourceEvent Activity(Notification told, ActivityKind kind, SourceRequest request) => new()
    {
        Id = told.EntityId,
        IsAboutKnownAlert = true,
        DedupeKey = KeyOf(told),
        Time = told.Last,
        Activity = ActivityOf(told, kind, request),
    };

    // The time of the notification's last alert says nothing of when somebody acknowledged.
    private AlertActivity ActivityOf(Notification told, ActivityKind kind, SourceRequest request) => new()
    {
        Kind = kind,
        By = kind == ActivityKind.Incident ? "" : told.User,
        Text = kind == ActivityKind.Incident ? "" : told.Message,
        System = VictorOpsSystem.Name,
        Incident = IncidentOf(told),
        At = request.Received,
    };

    private IncidentReference? IncidentOf(Notification told) => told.Incident.Length == 0
        ? null
        : new IncidentReference(VictorOpsSystem.Name, told.Incident, options.IncidentUrl.Replace("{incident}", Uri.EscapeDataString(told.Incident), StringComparison.Ordinal));

    private static string KeyOf(Notification told) => told.LastText.Length == 0
        ? ""
        : string.Join('\n', told.EntityId, told.Incident, told.Kind, told.LastText, told.Level, told.User, told.Message);

    private static Dictionary<string, string> TagsOf(Notification told)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in new[]
                 {
                     ("host", told.Host), ("service", told.Service), ("monitoring_tool", told.Tool), ("routing_key", told.RoutingKey),
                 })
        {
            if (value.Length > 0)
                tags.Add(name, value);
        }

        return tags;
    }

    private static Dictionary<string, object?> FieldsOf(Notification told)
    {
        var fields = new Dictionary<string, object?>();
        if (told.Incident.Length > 0)
            fields.Add("incident", told.Incident);
        if (long.TryParse(told.AlertCount, out var count))
            fields.Add("alert_count", count);
        return fields;
    }

    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "";
    }
}
