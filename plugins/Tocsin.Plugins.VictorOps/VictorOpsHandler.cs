using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.VictorOps;

/// <summary>Notifies VictorOps (Splunk On-Call) of alerts, and of what is done about them, through its REST integration.</summary>
[AlertHandler("victorops", Property = "victorOps", TakesActivity = true)]
[ServiceTest("routingKey", "routing-key")]
[ServiceTest("messageType", EventPart.Level)]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("entityID", EventPart.Id, Default = "testEntityID")]
internal sealed class VictorOpsHandler : IAlertHandler
{
    private static readonly Delivery NotFound = Delivery.Refused(
        "VictorOps: URL or API key not found: 404; check 'url' and 'api-key' in the section 'victorops'");

    private static readonly Delivery NotExpressible = Delivery.Done with { Reply = "not sent: VictorOps takes acknowledgements and notes only" };

    private readonly VictorOpsOptions _options;
    private readonly VictorOpsSettings _settings;
    private readonly JsonPost _post;
    private readonly EventTexts _texts;
    private readonly string _monitoringTool;

    public VictorOpsHandler(VictorOpsOptions options, VictorOpsSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _post = new JsonPost("VictorOps", http, time, settings.ApiKey);
        _monitoringTool = settings.MonitoringTool.Length == 0 ? context.Product : settings.MonitoringTool;
        _texts = new EventTexts("VictorOps", context);
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => alert.Activity switch
    {
        null when alert.LeavesIncidentOpen(_options.OnRecovery) =>
            SendAsync(alert, ActivityMessage.Write(alert, Acknowledgement(alert), _monitoringTool), Judge, cancellationToken),
        null when IsAnotherIncident(alert) => ValueTask.FromResult(LinkedAlready(alert)),
        null => SendAsync(
            alert,
            VictorOpsMessage.Write(alert, _monitoringTool, _settings.JsonData),
            alert.Level >= AlertLevel.Warning ? WithIncident : Judge,
            cancellationToken),
        { Kind: ActivityKind.Acknowledged or ActivityKind.Note } activity =>
            SendAsync(alert, ActivityMessage.Write(alert, activity, _monitoringTool), Judge, cancellationToken),
        _ => ValueTask.FromResult(NotExpressible),
    };

    // When a problem begins, VictorOps can have an incident for it only by another way: this one would be its duplicate. Of a level that rises later
    // on, nobody knows whether that way tells.
    private static bool IsAnotherIncident(AlertEvent alert) =>
        alert is { Level: > AlertLevel.Ok, PreviousLevel: AlertLevel.Ok } && alert.Incidents.Any(incident => incident.System == VictorOpsSystem.Name);

    private static Delivery LinkedAlready(AlertEvent alert) => Delivery.Done with
    {
        Reply = $"not sent: VictorOps has incident {alert.Incidents.First(incident => incident.System == VictorOpsSystem.Name).Id} of this alert already",
    };

    private AlertActivity Acknowledgement(AlertEvent alert) =>
        new() { Kind = ActivityKind.Acknowledged, By = _monitoringTool, Text = alert.Message, At = alert.Time };

    private ValueTask<Delivery> SendAsync(AlertEvent alert, ReadOnlyMemory<byte> body, Func<ServiceReply, Delivery> judge, CancellationToken cancellationToken) =>
        _post.SendAsync(AddressFor(alert), body, judge, cancellationToken);

    // Without any routing key VictorOps takes its own default.
    private Uri AddressFor(AlertEvent alert) => AddressOf(
        _settings,
        _options.RoutingKeyTag.Length > 0 && alert.Tags.TryGetValue(_options.RoutingKeyTag, out var key) && key.Length > 0
            ? key
            : _texts.Of("routing-key", alert, _options.RoutingKey, _settings.RoutingKey).Text);

    // The entity is what webhooks of VictorOps name; the incident's number is known to its public API only.
    private static Delivery WithIncident(ServiceReply reply)
    {
        var delivery = Judge(reply);
        var entity = reply.Text("entity_id");
        return delivery.Outcome == DeliveryOutcome.Done && entity.Length > 0
            ? delivery with { Incident = new IncidentReference(VictorOpsSystem.Name, entity) }
            : delivery;
    }

    private static Delivery Judge(ServiceReply reply)
    {
        var message = reply.Text("message");
        if (reply.IsSuccess && reply.Text("result") == "failure")
            return Delivery.Refused($"VictorOps refused the alert: {(message.Length > 0 ? message : reply.Body)}");
        if (reply.Status == HttpStatusCode.NotFound)
            return NotFound;

        // VictorOps answers 403 when it is asked too often.
        return reply.Judge(message, tooOften: HttpStatusCode.Forbidden);
    }

    // A routing key may hold anything, even slashes, which stay what they are. Dots alone would lead up to where no key is asked for.
    private static Uri AddressOf(VictorOpsSettings settings, string routingKey)
    {
        var keys = routingKey.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part is not ("." or "..")).Prepend(settings.ApiKey).Select(Uri.EscapeDataString);
        var address = new UriBuilder(settings.Url);
        address.Path = address.Path.TrimEnd('/') + "/" + string.Join('/', keys);
        return address.Uri;
    }
}
