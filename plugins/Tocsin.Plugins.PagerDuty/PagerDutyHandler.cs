using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Notifies PagerDuty of alerts, and of their acknowledgement, through its Events API v1.</summary>
[AlertHandler("pagerduty", Property = "pagerDuty", System = EventReply.System, TakesActivity = true)]
[ServiceTest("incident-key", EventPart.Id, Default = "testIncidentKey")]
[ServiceTest("description", EventPart.Message, Default = "test pagerduty message")]
[ServiceTest("level", EventPart.Level)]
[ServiceTest("details", EventPart.Details)]
internal sealed class PagerDutyHandler(
    PagerDutyOptions options, PagerDutySettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoKey = Delivery.Refused(
        "PagerDuty: no service key: set 'service-key' in the handler or in the section 'pagerduty' of the server's configuration");

    private static readonly Delivery NoLevel = Delivery.Refused(
        "PagerDuty's Events v1 knows no level INFO, the event was not sent: filter with 'match: level() != INFO' or use pagerduty2");

    private readonly EventTexts _texts = new("PagerDuty", context);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        // Of a level that was not sent, there is no incident to be acknowledged.
        if (alert.Activity is { } activity && (alert.Level == AlertLevel.Info || activity.Kind != ActivityKind.Acknowledged))
            return ValueTask.FromResult(EventReply.NotExpressible);
        if (alert.Level == AlertLevel.Info)
            return ValueTask.FromResult(NoLevel);

        var key = _texts.Of("service-key", alert, options.ServiceKey, settings.ServiceKey);
        if (key.Text.Length == 0)
            return ValueTask.FromResult(key.Problem.Length > 0 ? Delivery.Refused(key.Problem) : NoKey);

        if (EventReply.IsAnotherIncident(alert))
            return ValueTask.FromResult(EventReply.LinkedAlready(alert));

        var acknowledgement = alert.LeavesIncidentOpen(options.OnRecovery)
            ? new AlertActivity { Kind = ActivityKind.Acknowledged, By = context.Product, Text = alert.Message, At = alert.Time }
            : alert.Activity;
        return acknowledgement is not null
            ? SendAsync(key.Text, PagerDutyMessage.WriteAcknowledgement(alert, acknowledgement, key.Text), Judge, cancellationToken)
            : SendAsync(key.Text, PagerDutyMessage.Write(alert, key.Text, context), alert.Level == AlertLevel.Ok ? Judge : JudgeTrigger, cancellationToken);
    }

    private ValueTask<Delivery> SendAsync(string key, ReadOnlyMemory<byte> body, Func<ServiceReply, Delivery> judge, CancellationToken cancellationToken) =>
        new JsonPost("PagerDuty", http, time, key).SendAsync(settings.Url, body, judge, cancellationToken);

    private static Delivery JudgeTrigger(ServiceReply reply) => EventReply.WithIncident(Judge(reply), reply.Text("incident_key"));

    // Version 1 answers 403 when it is asked too often.
    private static Delivery Judge(ServiceReply reply) => EventReply.Judge(reply, tooOften: HttpStatusCode.Forbidden);
}
