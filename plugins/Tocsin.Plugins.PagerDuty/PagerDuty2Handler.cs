using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Notifies PagerDuty of alerts, and of their acknowledgement, through its Events API v2.</summary>
[AlertHandler("pagerduty2", Property = "pagerDuty2", System = EventReply.System, TakesActivity = true)]
[ServiceTest("alert_id", EventPart.Id, Default = "testAlertID")]
[ServiceTest("description", EventPart.Message, Default = "test pagerduty2 message")]
[ServiceTest("level", EventPart.Level)]
internal sealed class PagerDuty2Handler(
    PagerDuty2Options options, PagerDuty2Settings settings, HandlerContext context, HttpClient http, TimeProvider time) : IGroupHandler
{
    private static readonly Dictionary<string, string> Version2 = new() { ["Accept"] = "application/vnd.pagerduty+json;version=2" };

    private static readonly Delivery NoKey = Delivery.Refused(
        "PagerDuty: no routing key: set 'routing-key' in the handler or in the section 'pagerduty2' of the server's configuration");

    private readonly EventTexts _texts = new("PagerDuty", context);

    /// <summary>One incident for all, which lists them and is resolved when all are over.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) => HandleAsync(group.Event, cancellationToken);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var key = _texts.Of("routing-key", alert, options.RoutingKey, settings.RoutingKey);
        if (key.Text.Length == 0)
            return ValueTask.FromResult(key.Problem.Length > 0 ? Delivery.Refused(key.Problem) : NoKey);

        return alert switch
        {
            _ when EventReply.IsAnotherIncident(alert) => ValueTask.FromResult(EventReply.LinkedAlready(alert)),
            _ when alert.LeavesIncidentOpen(options.OnRecovery) => SendAsync(key.Text, PagerDuty2Message.WriteAction(alert, key.Text, "acknowledge"), Judge, cancellationToken),
            { Activity.Kind: ActivityKind.Acknowledged } => SendAsync(key.Text, PagerDuty2Message.WriteAction(alert, key.Text, "acknowledge"), Judge, cancellationToken),
            { Activity: not null } => ValueTask.FromResult(EventReply.NotExpressible),
            { Level: AlertLevel.Ok } => SendAsync(key.Text, PagerDuty2Message.WriteAction(alert, key.Text, "resolve"), Judge, cancellationToken),
            _ => SendAsync(
                key.Text,
                PagerDuty2Message.WriteTrigger(alert, key.Text, RenderLinks(alert), context),
                static reply => EventReply.WithIncident(Judge(reply), reply.Text("dedup_key")),
                cancellationToken),
        };
    }

    private ValueTask<Delivery> SendAsync(string key, ReadOnlyMemory<byte> body, Func<ServiceReply, Delivery> judge, CancellationToken cancellationToken) =>
        new JsonPost("PagerDuty", http, time, key) { Headers = Version2 }.SendAsync(settings.Url, body, judge, cancellationToken);

    private static Delivery Judge(ServiceReply reply) => EventReply.Judge(reply);

    // An alert is never held back by an ornament: a link that cannot be rendered is left out.
    private List<RenderedLink> RenderLinks(AlertEvent alert)
    {
        var links = new List<RenderedLink>(options.Links.Count + alert.Links.Count);
        foreach (var link in options.Links)
        {
            var href = _texts.Of("links.href", alert, link.Href).Text;
            if (href.Length == 0)
                continue;
            var text = _texts.Of("links.text", alert, link.Text).Text;
            links.Add(new RenderedLink(href, text.Length == 0 ? href : text));
        }

        links.AddRange(alert.Links.Where(link => link.Href.Length > 0).Select(link => new RenderedLink(link.Href, link.Text.Length > 0 ? link.Text : link.Href)));
        return [.. links.DistinctBy(link => link.Href)];
    }
}
