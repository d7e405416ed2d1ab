using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.PagerDuty;

/// <summary>Tells PagerDuty of alerts through its Events API v1.</summary>
[AlertHandler("pagerduty", Property = "pagerDuty")]
internal sealed class PagerDutyHandler(
    PagerDutyOptions options, PagerDutySettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoKey = Delivery.Refused(
        "PagerDuty: no service key: set 'service-key' in the handler or in the section 'pagerduty' of the server's configuration");

    private static readonly Delivery NoLevel = Delivery.Refused(
        "PagerDuty's Events v1 knows no level INFO, the event was not sent: filter with 'match: level() != INFO' or use pagerduty2");

    private readonly string _key = options.ServiceKey.Length == 0 ? settings.ServiceKey : options.ServiceKey;

    public async ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (alert.Level == AlertLevel.Info)
            return NoLevel;
        if (_key.Length == 0)
            return NoKey;

        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Url)
        {
            Content = EventContent.Of(PagerDutyMessage.Write(alert, _key, context)),
        };

        // Version 1 answers 403 when it is asked too often.
        return await EventReply.SendAsync(http, request, _key, HttpStatusCode.Forbidden, time, cancellationToken).ConfigureAwait(false);
    }
}
