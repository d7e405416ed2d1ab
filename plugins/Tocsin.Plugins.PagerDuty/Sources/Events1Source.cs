using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.PagerDuty.Sources;

/// <summary>Stands in for PagerDuty's Events API v1: whatever sends there sends here when the host of its address is changed.</summary>
[AlertSource("pagerduty-events-v1", StandInPath = "/generic/2010-04-15/create_event.json", RefusedStatus = 400)]
internal sealed class Events1Source(Events1Options options) : IAlertSource
{
    public string? Verify(SourceRequest request) => EventKey.Check(request, "service_key", options.ServiceKeys);

    public SourceReading Read(SourceRequest request)
    {
        if (request.Method != "POST")
            return EventAnswer.NotPost();
        var body = JsonBody.Parse(request);
        var (type, key, description) = (body["event_type"].Text, body["incident_key"].Text, body["description"].Text);
        var errors = new List<string>();
        if (type is not ("trigger" or "acknowledge" or "resolve"))
            errors.Add("event_type must be trigger, acknowledge or resolve");
        if (type == "trigger" && description.Length == 0)
            errors.Add("description is missing or blank");
        if (type != "trigger" && key.Length == 0)
            errors.Add("incident_key is missing or blank");
        if (errors.Count > 0)
            return EventAnswer.Refused(errors);

        // An alert that nobody can name again still has to be raised.
        var id = key.Length > 0 ? key : Guid.NewGuid().ToString("N");
        return SourceReading.Of(EventOf(body, type, id, request)) with { Reply = EventAnswer.Taken(200, "incident_key", id) };
    }

    private static SourceEvent EventOf(JsonBody body, string type, string id, SourceRequest request)
    {
        var (description, details) = (body["description"].Text, body["details"]);
        if (type == "acknowledge")
            return new SourceEvent { Id = id, Activity = new AlertActivity { Kind = ActivityKind.Acknowledged, Text = description, At = request.Received } };
        return new SourceEvent
        {
            Id = id,
            Level = type == "resolve" ? AlertLevel.Ok : LevelOf(details),
            Message = description.Length > 0 ? description : id,
            Details = details.IsObject ? "" : details.Text,
            Tags = body["client"].Text is { Length: > 0 } client ? new Dictionary<string, string> { ["client"] = client } : [],
            Fields = EventLinks.FieldsOf(details),
            Links = EventLinks.Of(body, body["contexts"]),
        };
    }

    // Version 1 knows no severity; some senders tell it among the details.
    private static AlertLevel LevelOf(JsonBody details) =>
        (details["level"].Text is { Length: > 0 } level ? level : details["severity"].Text) is { Length: > 0 } text &&
        AlertLevels.TryParse(text, out var told) && told != AlertLevel.Ok
            ? told
            : AlertLevel.Critical;
}
