using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Alertmanager;

/// <summary>Hands alerts to Prometheus Alertmanager through its API v2.</summary>
[AlertHandler("alertmanager")]
internal sealed class AlertmanagerHandler : IGroupHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "Alertmanager: no address to post to: set 'url' in the section 'alertmanager' of the server's configuration");

    private readonly AlertmanagerLabels _labels;
    private readonly AlertmanagerSettings _settings;
    private readonly JsonPost _post;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly Uri? _address;

    public AlertmanagerHandler(AlertmanagerOptions options, AlertmanagerSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _labels = new AlertmanagerLabels(options, new EventTexts("Alertmanager", context));
        _settings = settings;
        _authorization = AuthorizationOf(settings);
        _address = settings.Url is { } url ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/api/v2/alerts") : null;
        _post = new JsonPost("Alertmanager", http, time, settings.Password, settings.Token, _authorization?.Parameter ?? "");
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => SendAsync([alert], cancellationToken);

    /// <summary>All alerts in one request, each by itself: Alertmanager groups them its own way.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) => SendAsync(group.Members, cancellationToken);

    private ValueTask<Delivery> SendAsync(IReadOnlyList<AlertEvent> alerts, CancellationToken cancellationToken)
    {
        if (_address is null)
            return ValueTask.FromResult(NoAddress);

        // Nothing fires, nothing ends.
        alerts = [.. alerts.Where(alert => alert is not { Level: AlertLevel.Ok, PreviousLevel: AlertLevel.Ok })];
        if (alerts.Count == 0)
            return ValueTask.FromResult(Delivery.Done);

        var body = AlertmanagerMessage.Write(alerts, _labels, _settings.FiringFor);
        return _post.SendAsync(_address, body, static reply => reply.IsSuccess && reply.Text("status") == "error" ? reply.NotTaken(reply.Text("error")) : reply.Judge(), cancellationToken, _authorization);
    }

    private static AuthenticationHeaderValue? AuthorizationOf(AlertmanagerSettings settings) => settings.Token.Length > 0
        ? new AuthenticationHeaderValue("Bearer", settings.Token)
        : JsonPost.BasicLogin(settings.Username, settings.Password);
}
