using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Alertmanager.Sources;

/// <summary>Takes Alertmanager's webhook in, version 4: all alerts of a group in one request.</summary>
/// <remarks>Alertmanager comes again after 5xx only, so too much at once is told with 503.</remarks>
[AlertSource("alertmanager", System = "alertmanager", OverloadedStatus = 503)]
internal sealed class AlertmanagerSource(AlertmanagerSourceOptions options, SourceContext context) : IAlertSource
{
    public SourceReading Read(SourceRequest request)
    {
        var body = JsonBody.Parse(request);
        if (!body["alerts"].IsArray)
            return SourceReading.Unreadable("alerts is missing: is the body that of a webhook of Alertmanager?");

        if (body["truncatedAlerts"].Whole is > 0 and var missing)
            context.Log($"Alertmanager left {missing} alerts out of a notification of {body["groupKey"]}: raise max_alerts of its webhook, or set it to 0");
        var events = new List<SourceEvent>();
        var position = 0;
        foreach (var item in body["alerts"].Items)
        {
            var alert = new PrometheusAlert(item, options);
            if (alert.Labels.Count == 0 && alert.Fingerprint.Length == 0)
                return SourceReading.Unreadable($"alerts[{position}] has neither fingerprint nor labels");
            position++;
            events.Add(EventOf(alert, body["status"].Text, body["externalURL"].Text));
        }

        return SourceReading.Of(events);
    }

    // No key against repeats: an alert that comes back within Alertmanager's own window keeps its begin, and must not be taken for a repeat.
    private static SourceEvent EventOf(PrometheusAlert alert, string groupStatus, string page)
    {
        var status = alert.Status.Length > 0 ? alert.Status : groupStatus;
        var told = alert.ToEvent(IdOf(alert), isFiring: !status.Equals("resolved", StringComparison.OrdinalIgnoreCase));
        return Uri.TryCreate(page, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? told with { Links = [.. told.Links, new AlertLink("Alertmanager", page)] }
            : told;
    }

    private static string IdOf(PrometheusAlert alert) => alert.Fingerprint.Length > 0 ? alert.Fingerprint : alert.LabelText;
}
