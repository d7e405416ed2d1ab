using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Opens alerts in Opsgenie through its Alert API v2, and notes or closes them when all is well again.</summary>
[AlertHandler("opsgenie2", Property = "opsGenie2", System = "opsgenie")]
[ServiceTest("teams", "teams-list")]
[ServiceTest("recipients", "recipients-list")]
[ServiceTest("message-type", EventPart.Level)]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("entity-id", EventPart.Id, Default = "testEntityID")]
internal sealed class OpsGenieHandler(
    OpsGenieOptions options, OpsGenieSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private readonly JsonPost _post = new("Opsgenie", http, time, settings.ApiKey);
    private readonly AuthenticationHeaderValue _authorization = new("GenieKey", settings.ApiKey);
    private readonly string _tool = settings.MonitoringTool.Length == 0 ? context.Product : settings.MonitoringTool;
    private readonly string _recoveryAction = options.RecoveryAction.Length == 0 ? settings.RecoveryAction : options.RecoveryAction;
    private readonly EventTexts _texts = new("Opsgenie", context);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => alert.Level == AlertLevel.Ok
        ? SendAsync(RecoveryAddress(alert), OpsGenieMessage.WriteRecovery(alert), cancellationToken)
        : SendAsync(settings.Url, OpsGenieMessage.WriteAlert(alert, _tool, Teams(alert), Recipients(alert)), cancellationToken);

    // Whom nobody names, routes of Opsgenie find.
    private IReadOnlyList<string> Teams(AlertEvent alert) => _texts.Of("teams-list", alert, options.TeamsList, settings.Teams, out _);

    private IReadOnlyList<string> Recipients(AlertEvent alert) => _texts.Of("recipients-list", alert, options.RecipientsList, settings.Recipients, out _);

    private ValueTask<Delivery> SendAsync(Uri address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _post.SendAsync(address, body, OpsGenieReply.Judge, cancellationToken, _authorization);

    private Uri RecoveryAddress(AlertEvent alert)
    {
        var address = new UriBuilder(settings.Url) { Query = "identifierType=alias" };
        var action = alert.LeavesIncidentOpen(RecoveryAction.Resolve) ? Recoveries.Acknowledge : _recoveryAction;
        address.Path = $"{address.Path.TrimEnd('/')}/{OpsGenieAlias.Of(alert.Id)}/{Uri.EscapeDataString(action)}";
        return address.Uri;
    }
}
