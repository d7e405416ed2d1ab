using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Alerta;

/// <summary>Sends alerts, and their ends, to Alerta.</summary>
[AlertHandler("alerta")]
[ServiceTest("resource")]
[ServiceTest("event")]
[ServiceTest("environment")]
[ServiceTest("severity", EventPart.Level)]
[ServiceTest("group")]
[ServiceTest("value")]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("origin")]
[ServiceTest("service")]
[ServiceTest("timeout")]
internal sealed class AlertaHandler : IAlertHandler
{
    private const string UsualPrefix = "Bearer";

    private static readonly Delivery NoAddress = Delivery.Refused(
        "Alerta: no address to send to: set 'url' in the section 'alerta' of the server's configuration");

    private readonly AlertaOptions _options;
    private readonly AlertaSettings _settings;
    private readonly HandlerContext _context;
    private readonly EventTexts _texts;
    private readonly JsonPost _post;
    private readonly Uri? _address;
    private readonly AuthenticationHeaderValue? _authorization;

    public AlertaHandler(AlertaOptions options, AlertaSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _context = context;
        _texts = new EventTexts("Alerta", context);
        var token = FirstOf(options.Token, settings.Token);
        _post = new JsonPost("Alerta", http, time, token);
        _address = settings.Url is { } url ? new Uri(url.AbsoluteUri.TrimEnd('/') + "/alert") : null;
        _authorization = token.Length > 0 ? new AuthenticationHeaderValue(FirstOf(options.TokenPrefix, settings.TokenPrefix, UsualPrefix), token) : null;
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => _address is null
        ? ValueTask.FromResult(NoAddress)
        : _post.SendAsync(_address, MessageOf(alert).Write(alert), static reply => Judge(reply), cancellationToken, _authorization);

    private AlertaMessage MessageOf(AlertEvent alert) => new()
    {
        Resource = FirstOf(_texts.Of("resource", alert, _options.Resource).Text, alert.Name, alert.Id),
        Event = FirstOf(_texts.Of("event", alert, _options.Event).Text, alert.Id),
        Environment = _texts.Of("environment", alert, _options.Environment, _settings.Environment).Text,
        Severity = AlertaSeverity.Of(alert.Level, _options.RenameSeverities),
        Group = FirstOf(_texts.Of("group", alert, _options.Group).Text, alert.Group),
        Value = _texts.Of("value", alert, _options.Value).Text,
        Origin = FirstOf(_texts.Of("origin", alert, _options.Origin, _settings.Origin).Text, _context.Product),
        Service = _texts.Of("service", alert, _options.Service, alert.Name.Length > 0 ? [alert.Name] : [], out _),
        Correlate = _texts.Of("correlate", alert, _options.Correlate, [], out _),
        Attributes = _texts.Of("attributes", alert, _options.Attributes),
        Timeout = _options.Timeout > TimeSpan.Zero ? _options.Timeout : _settings.Timeout,
    };

    private static string FirstOf(params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (text.Length > 0)
                return text;
        }

        return "";
    }

    // Alerta says in the body how it went, whatever the status.
    private static Delivery Judge(ServiceReply reply)
    {
        var said = reply.Text("message");
        return reply.IsSuccess && reply.Text("status") == "error" ? reply.NotTaken(said) : reply.Judge(said);
    }
}
