using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.OpsGenie;

/// <summary>Opens alerts in Opsgenie through its Alert API v2, and notes or closes them when all is well again.</summary>
[AlertHandler("opsgenie2", Property = "opsGenie2", System = "opsgenie")]
internal sealed class OpsGenieHandler(
    OpsGenieOptions options, OpsGenieSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private readonly JsonPost _post = new("Opsgenie", http, time, settings.ApiKey);
    private readonly AuthenticationHeaderValue _authorization = new("GenieKey", settings.ApiKey);
    private readonly string _tool = settings.MonitoringTool.Length == 0 ? context.Product : settings.MonitoringTool;
    private readonly string _recoveryAction = options.RecoveryAction.Length == 0 ? settings.RecoveryAction : options.RecoveryAction;
    private readonly IReadOnlyList<string> _teams = options.TeamsList.Count == 0 ? settings.Teams : options.TeamsList;
    private readonly IReadOnlyList<string> _recipients = options.RecipientsList.Count == 0 ? settings.Recipients : options.RecipientsList;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => alert.Level == AlertLevel.Ok
        ? SendAsync(RecoveryAddress(alert), OpsGenieMessage.WriteRecovery(alert), cancellationToken)
        : SendAsync(settings.Url, OpsGenieMessage.WriteAlert(alert, _tool, _teams, _recipients), cancellationToken);

    private ValueTask<Delivery> SendAsync(Uri address, ReadOnlyMemory<byte> body, CancellationToken cancellationToken) =>
        _post.SendAsync(address, body, static reply => reply.Judge(reply.Text("message")), cancellationToken, _authorization);

    private Uri RecoveryAddress(AlertEvent alert)
    {
        var address = new UriBuilder(settings.Url) { Query = "identifierType=alias" };
        address.Path = $"{address.Path.TrimEnd('/')}/{OpsGenieAlias.Of(alert.Id)}/{Uri.EscapeDataString(_recoveryAction)}";
        return address.Uri;
    }
}
