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

    private readonly string _key = KeyOf(options, settings);
    private readonly JsonPost _post = new("PagerDuty", http, time, KeyOf(options, settings));

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        if (alert.Level == AlertLevel.Info)
            return ValueTask.FromResult(NoLevel);
        if (_key.Length == 0)
            return ValueTask.FromResult(NoKey);

        return _post.SendAsync(settings.Url, PagerDutyMessage.Write(alert, _key, context), Judge, cancellationToken);
    }

    // Version 1 answers 403 when it is asked too often.
    private static Delivery Judge(ServiceReply reply) => reply.Judge(EventReply.Reason(reply), tooOften: HttpStatusCode.Forbidden);

    private static string KeyOf(PagerDutyOptions options, PagerDutySettings settings) =>
        options.ServiceKey.Length == 0 ? settings.ServiceKey : options.ServiceKey;
}
