using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.ServiceNow;

/// <summary>Sends alerts to ServiceNow as events of its event management, and clears them when all is well again.</summary>
[AlertHandler("servicenow", Property = "serviceNow")]
[ServiceTest("alert_id", EventPart.Id, Default = "id")]
[ServiceTest("source")]
[ServiceTest("level", EventPart.Level)]
[ServiceTest("message", EventPart.Message, Default = "test servicenow alert")]
internal sealed class ServiceNowHandler : IAlertHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "ServiceNow: no address to send to: set 'url' in the handler or in the section 'servicenow' of the server's configuration");

    private readonly ServiceNowOptions _options;
    private readonly ServiceNowSettings _settings;
    private readonly HandlerContext _context;
    private readonly EventTexts _texts;
    private readonly JsonPost _post;
    private readonly AuthenticationHeaderValue? _login;

    public ServiceNowHandler(ServiceNowOptions options, ServiceNowSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _context = context;
        _texts = new EventTexts("ServiceNow", context);
        _login = options.Username.Length > 0
            ? JsonPost.BasicLogin(options.Username, options.Password)
            : JsonPost.BasicLogin(settings.Username, settings.Password);
        _post = new JsonPost("ServiceNow", http, time, options.Password, settings.Password, _login?.Parameter ?? "");
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => (_options.Url ?? _settings.Url) is { } url
        ? _post.SendAsync(url, MessageOf(alert).Write(alert), Judge, cancellationToken, _login)
        : ValueTask.FromResult(NoAddress);

    private ServiceNowMessage MessageOf(AlertEvent alert) => new()
    {
        Source = _texts.Of("source", alert, _options.Source, _settings.Source).Text is { Length: > 0 } source ? source : _context.Product,
        Node = _texts.Of("node", alert, _options.Node).Text,
        Type = _texts.Of("type", alert, _options.Type).Text,
        Resource = _texts.Of("resource", alert, _options.Resource).Text,
        MetricName = _texts.Of("metric-name", alert, _options.MetricName).Text,
        MessageKey = _texts.Of("message-key", alert, _options.MessageKey).Text is { Length: > 0 } key ? key : alert.Id,
        AdditionalInfo = _texts.Of("additional-info", alert, _options.AdditionalInfo),
    };

    // A record that is not taken is said in its place, and the request counts as good.
    private static Delivery Judge(ServiceReply reply)
    {
        var said = reply.Text("error", "message") is { Length: > 0 } message ? message
            : reply.Text("error") is { Length: > 0 } error ? error
            : reply.Text("records", "0", "__error", "message");
        return reply.IsSuccess && (said.Length > 0 || reply.Text("records", "0", "__status") == "failure") ? reply.NotTaken(said) : reply.Judge(said);
    }
}
