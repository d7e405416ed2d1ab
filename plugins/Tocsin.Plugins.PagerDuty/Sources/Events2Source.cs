using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Stands in for PagerDuty's Events API v2: whatever sends there sends here when the host of its address is changed.</summary>
[AlertSource("pagerduty-events-v2", StandInPath = "/v2/enqueue", RefusedStatus = 400)]
internal sealed class Events2Source(Events2Options options) : IAlertSource
{
    private const int LongestKey = 255;

    private static readonly string[] Severities = ["critical", "error", "warning", "info"];

    public string? Verify(SourceRequest request) => EventKey.Check(request, "routing_key", options.RoutingKeys);

    public SourceReading Read(SourceRequest request)
    {
        if (request.Method != "POST")
            return EventAnswer.NotPost();
        var body = JsonBody.Parse(request);
        var (action, key) = (body["event_action"].Text, body["dedup_key"].Text);
        if (ErrorsOf(body, action, key) is { Count: > 0 } errors)
            return EventAnswer.Refused(errors);

        // An alert that nobody can name again still has to be raised.
        var id = key.Length > 0 ? key : Guid.NewGuid().ToString("N");
        return SourceReading.Of(EventOf(body, action, id, request)) with { Reply = EventAnswer.Taken(202, "dedup_key", id) };
    }

    private static List<string> ErrorsOf(JsonBody body, string action, string key)
    {
        var errors = new List<string>();
        var payload = body["payload"];
        if (action is not ("trigger" or "acknowledge" or "resolve"))
            errors.Add("'event_action' is missing or invalid (must be one of: trigger, acknowledge, resolve)");
        if (key.Length > LongestKey)
            errors.Add("'dedup_key' is longer than 255 characters");
        if (action is "acknowledge" or "resolve" && key.Length == 0)
            errors.Add("'dedup_key' is missing or blank");
        if (action != "trigger")
            return errors;
        if (!payload.IsObject)
            errors.Add("'payload' is missing or blank");
        foreach (var name in new[] { "summary", "source", "severity" })
        {
            if (payload.IsObject && payload[name].Text.Length == 0)
                errors.Add($"'payload.{name}' is missing or blank");
        }

        if (payload["severity"].Text is { Length: > 0 } severity && !Severities.Contains(severity, StringComparer.OrdinalIgnoreCase))
            errors.Add("'payload.severity' is invalid (must be one of: critical, error, warning, info)");
        return errors;
    }

    private SourceEvent EventOf(JsonBody body, string action, string id, SourceRequest request)
    {
        var payload = body["payload"];
        var summary = payload["summary"].Text;
        if (action == "acknowledge")
            return new SourceEvent { Id = id, Activity = new AlertActivity { Kind = ActivityKind.Acknowledged, Text = summary, At = request.Received } };
        return new SourceEvent
        {
            Id = id,
            Level = action == "resolve" ? AlertLevel.Ok : LevelOf(payload["severity"].Text),
            Message = summary.Length > 0 ? summary : id,
            Details = payload["custom_details"].IsObject ? "" : payload["custom_details"].Text,
            Time = payload["timestamp"].Time,
            Tags = TagsOf(body, payload),
            Fields = EventLinks.FieldsOf(payload["custom_details"]),
            Links = EventLinks.Of(body, body["links"]),
        };
    }

    private AlertLevel LevelOf(string severity) => LevelTable.Find(options.Levels, severity) ?? severity.ToLowerInvariant() switch
    {
        "warning" => AlertLevel.Warning,
        "info" => AlertLevel.Info,
        _ => AlertLevel.Critical,
    };

    private static Dictionary<string, string> TagsOf(JsonBody body, JsonBody payload)
    {
        var tags = new Dictionary<string, string>();
        foreach (var (name, value) in new[]
                 {
                     ("host", payload["source"]), ("component", payload["component"]), ("group", payload["group"]), ("class", payload["class"]),
                     ("severity", payload["severity"]), ("client", body["client"]),
                 })
        {
            if (value.Text.Length > 0)
                tags.Add(name, value.Text);
        }

        return tags;
    }
}
