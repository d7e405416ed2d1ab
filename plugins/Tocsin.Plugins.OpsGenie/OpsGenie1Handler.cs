using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Opens alerts in Opsgenie through its first Alert API, and notes when all is well again.</summary>
[AlertHandler("opsgenie", Property = "opsGenie", System = "opsgenie")]
[ServiceTest("teams", "teams-list")]
[ServiceTest("recipients", "recipients-list")]
[ServiceTest("message-type", EventPart.Level)]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("entity-id", EventPart.Id, Default = "testEntityID")]
internal sealed class OpsGenie1Handler(
    OpsGenie1Options options, OpsGenie1Settings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private readonly JsonPost _post = new("Opsgenie", http, time, settings.ApiKey);
    private readonly string _tool = settings.MonitoringTool.Length == 0 ? context.Product : settings.MonitoringTool;
    private readonly EventTexts _texts = new("Opsgenie", context);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var teams = _texts.Of("teams-list", alert, options.TeamsList, settings.Teams, out _);
        var recipients = _texts.Of("recipients-list", alert, options.RecipientsList, settings.Recipients, out _);
        var url = alert.Level == AlertLevel.Ok ? settings.RecoveryUrl : settings.Url;
        var body = OpsGenie1Message.Write(alert, settings.ApiKey, _tool, teams, recipients);
        return _post.SendAsync(new Uri(url.AbsoluteUri.TrimEnd('/') + "/"), body, OpsGenieReply.Judge, cancellationToken);
    }
}
