using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Tells PagerDuty of alerts, and of their acknowledgement, through its Events API v2.</summary>
[AlertHandler("pagerduty2", Property = "pagerDuty2", System = EventReply.System, TakesActivity = true)]
internal sealed class PagerDuty2Handler(
    PagerDuty2Options options, PagerDuty2Settings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Dictionary<string, string> Version2 = new() { ["Accept"] = "application/vnd.pagerduty+json;version=2" };

    private static readonly Delivery NoKey = Delivery.Refused(
        "PagerDuty: no routing key: set 'routing-key' in the handler or in the section 'pagerduty2' of the server's configuration");

    private readonly string _key = KeyOf(options, settings);
    private readonly JsonPost _post = new("PagerDuty", http, time, KeyOf(options, settings)) { Headers = Version2 };

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (_key.Length == 0)
            return ValueTask.FromResult(NoKey);

        return alert switch
        {
            _ when EventReply.IsAnotherIncident(alert) => ValueTask.FromResult(EventReply.LinkedAlready(alert)),
            _ when alert.LeavesIncidentOpen(options.OnRecovery) => SendAsync(PagerDuty2Message.WriteAction(alert, _key, "acknowledge"), Judge, cancellationToken),
            { Activity.Kind: ActivityKind.Acknowledged } => SendAsync(PagerDuty2Message.WriteAction(alert, _key, "acknowledge"), Judge, cancellationToken),
            { Activity: not null } => ValueTask.FromResult(EventReply.NotExpressible),
            { Level: AlertLevel.Ok } => SendAsync(PagerDuty2Message.WriteAction(alert, _key, "resolve"), Judge, cancellationToken),
            _ => SendAsync(
                PagerDuty2Message.WriteTrigger(alert, _key, RenderLinks(alert), context),
                static reply => EventReply.WithIncident(Judge(reply), reply.Text("dedup_key")),
                cancellationToken),
        };
    }

    private ValueTask<Delivery> SendAsync(ReadOnlyMemory<byte> body, Func<ServiceReply, Delivery> judge, CancellationToken cancellationToken) =>
        _post.SendAsync(settings.Url, body, judge, cancellationToken);

    private static Delivery Judge(ServiceReply reply) => reply.Judge(EventReply.Reason(reply));

    private static string KeyOf(PagerDuty2Options options, PagerDuty2Settings settings) =>
        options.RoutingKey.Length == 0 ? settings.RoutingKey : options.RoutingKey;

    // An alert is never held back by an ornament: a link that cannot be rendered is left out.
    private List<RenderedLink> RenderLinks(AlertEvent alert)
    {
        var links = new List<RenderedLink>(options.Links.Count + alert.Links.Count);
        foreach (var link in options.Links)
        {
            if (TryRender(alert, link, out var rendered, out var error))
                links.Add(rendered);
            else
                context.Log($"the link '{link.Href}' is left out of the event of '{alert.Id}': {error}");
        }

        links.AddRange(alert.Links.Where(link => link.Href.Length > 0).Select(link => new RenderedLink(link.Href, link.Text.Length > 0 ? link.Text : link.Href)));
        return [.. links.DistinctBy(link => link.Href)];
    }

    private static bool TryRender(AlertEvent alert, PagerDuty2Link link, out RenderedLink rendered, out string? error)
    {
        rendered = default;
        if (!link.Href.TryRender(alert, out var href, out error))
            return false;

        var text = href;
        if (link.Text is { Text.Length: > 0 } template && !template.TryRender(alert, out text, out error))
            return false;

        rendered = new RenderedLink(href, text);
        return true;
    }
}
