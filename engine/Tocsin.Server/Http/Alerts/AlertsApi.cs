using System.Text.Json;
using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Alerts.Care;
using Tocsin.Alerting.Hosting;
using Tocsin.Sdk;
using Tocsin.Server.Http.Access;

namespace Tocsin.Server.Http.Alerts;

/// <summary><c>/tocsin/v1/alerts</c>: what is open, who takes care of it, and what was done about it; to acknowledge and to write notes.</summary>
internal sealed class AlertsApi(AlertSystem alerts, TimeProvider time)
{
    private static readonly string[] QueryNames = ["topic", "level", "id", "acknowledged", .. AlertPages.QueryNames];
    private static readonly string[] PlaceNames = ["topic", "id"];

    private readonly AlertFinder _finder = new(alerts);
    private readonly AlertPages _pages = new(alerts, time);

    private AlertActivities Activities => alerts.Activities;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/alerts", ListAsync);
        routes.MapGet("/alerts/activity", ShowAsync);
        routes.MapPost("/alerts/acknowledge", context => RecordAsync(context, ActivityKind.Acknowledged));
        routes.MapPost("/alerts/unacknowledge", context => RecordAsync(context, ActivityKind.Unacknowledged));
        routes.MapPost("/alerts/note", context => RecordAsync(context, ActivityKind.Note));
    }

    private Task ListAsync(HttpContext context)
    {
        AlertParameters.RefuseUnknown(context.Request.Query.Keys, QueryNames, "parameter");
        var query = AlertParameters.Read(context.Request.Query);
        if (query.Topic.Length > 0 && query.Topic.IndexOfAny(['*', '?', '[', '\\']) < 0 && !alerts.Topics.TryGet(query.Topic, out _))
            throw ApiException.NotFound(_finder.UnknownTopic(query.Topic));
        if (AlertPages.IsAskedFor(context.Request.Query))
            return _pages.ListAsync(context, query);
        var found = Activities.ListWithEvents(query);
        var silences = alerts.Silences.Of([.. found.Select(alert => alert.Event)]);
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("alerts");
            foreach (var ((alert, last), silenced) in found.Zip(silences))
                AlertStatusJson.Write(writer, alert, last, silenced, time.GetUtcNow());
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private Task ShowAsync(HttpContext context)
    {
        var query = context.Request.Query;
        AlertParameters.RefuseUnknown(query.Keys, PlaceNames, "parameter");
        var alert = _finder.Find(query["topic"].ToString(), query["id"].ToString());
        var history = Activities.History(alert.Topic, alert.Id) ?? [];
        return ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WritePropertyName("alert");
            Write(writer, alert);
            writer.WriteStartArray("activities");
            foreach (var activity in history)
                AlertStatusJson.Write(writer, activity);
            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    private async Task RecordAsync(HttpContext context, ActivityKind kind)
    {
        var request = await ActivityRequest.ReadAsync(context).ConfigureAwait(false);
        AuditSubject.Say(context, request.Topic, request.Id);
        if (kind == ActivityKind.Note && request.Message.Length == 0)
            throw ApiException.BadRequest("a note needs a message");

        var alert = _finder.Find(request.Topic, request.Id);
        var outcome = Activities.Record(alert.Topic, alert.Id, new AlertActivity
        {
            Kind = kind,
            By = request.By.Length > 0 ? request.By : AccessGuard.CallerOf(context).Name,
            Text = request.Message,
            System = AlertActivities.OwnSystem,
            At = time.GetUtcNow(),
        });
        if (outcome == ActivityOutcome.NotOpen)
            throw new ApiException(StatusCodes.Status409Conflict, $"alert \"{alert.Id}\" in topic \"{alert.Topic}\" is OK: there is nothing to acknowledge");

        await alerts.Topics.WhenCommitted().ConfigureAwait(false);
        var after = _finder.Find(alert.Topic, alert.Id);
        await ApiAnswer.JsonAsync(context, writer =>
        {
            writer.WriteStartObject();
            writer.WriteBoolean("recorded", outcome == ActivityOutcome.Recorded);
            writer.WritePropertyName("alert");
            Write(writer, after);
            writer.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private void Write(Utf8JsonWriter writer, AlertStatus alert)
    {
        var last = Activities.LastEvent(alert);
        AlertStatusJson.Write(writer, alert, last, alerts.Silences.Of([last])[0], time.GetUtcNow());
    }
}
