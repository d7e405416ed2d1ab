using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Zenoss;

/// <summary>Sends alerts to Zenoss as events, and clears them when all is well again.</summary>
[AlertHandler("zenoss")]
[ServiceTest("alert_id", EventPart.Id, Default = "1001")]
[ServiceTest("level", EventPart.Level)]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("action")]
[ServiceTest("method")]
[ServiceTest("type")]
[ServiceTest("tid")]
[ServiceTest("summary")]
[ServiceTest("device")]
[ServiceTest("component")]
[ServiceTest("event_class_key", "event-class-key")]
[ServiceTest("event_class", "event-class")]
[ServiceTest("collector")]
[ServiceTest("custom_fields", "custom-fields")]
internal sealed class ZenossHandler : IAlertHandler
{
    private readonly ZenossOptions _options;
    private readonly ZenossSettings _settings;
    private readonly EventTexts _texts;
    private readonly JsonPost _post;
    private readonly AuthenticationHeaderValue? _login;

    public ZenossHandler(ZenossOptions options, ZenossSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _texts = new EventTexts("Zenoss", context);
        _login = options.Username.Length > 0
            ? JsonPost.BasicLogin(options.Username, options.Password)
            : JsonPost.BasicLogin(settings.Username, settings.Password);
        _post = new JsonPost("Zenoss", http, time, options.Password, settings.Password, _login?.Parameter ?? "");
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) =>
        _post.SendAsync(_options.Url ?? _settings.Url, MessageOf(alert).Write(), Judge, cancellationToken, _login);

    private ZenossMessage MessageOf(AlertEvent alert) => new()
    {
        Action = _options.Action.Length > 0 ? _options.Action : _settings.Action,
        Method = _options.Method.Length > 0 ? _options.Method : _settings.Method,
        Type = _options.Type.Length > 0 ? _options.Type : _settings.Type,
        Tid = _options.Tid != 0 ? _options.Tid : _settings.Tid,
        Summary = _texts.Of("summary", alert, _options.Summary).Text is { Length: > 0 } summary ? summary : alert.Message,
        Device = _texts.Of("device", alert, _options.Device).Text,
        Component = _texts.Of("component", alert, _options.Component).Text,
        EventClassKey = _texts.Of("event-class-key", alert, _options.EventClassKey).Text,
        EventClass = _texts.Of("event-class", alert, _options.EventClass).Text,
        Collector = _texts.Of("collector", alert, _options.Collector, _settings.Collector).Text,
        Message = _texts.Of("message", alert, _options.Message).Text is { Length: > 0 } message ? message : WrittenDetails.Plain(alert),
        Severity = _settings.SeverityOf(alert.Level),
        CustomFields = _texts.Of("custom-fields", alert, _options.CustomFields),
    };

    // The router answers 200 to what it does not take, too.
    private static Delivery Judge(ServiceReply reply)
    {
        if (reply.IsSuccess && reply.Text("type") == "exception")
            return reply.NotTaken(reply.Text("message"));
        if (!reply.IsSuccess || reply.Flag("result", "success") is not false)
            return reply.Judge(reply.Text("error"));

        var said = reply.Text("result", "msg");
        return Delivery.Refused($"Zenoss refused the event: {(said.Length == 0 ? reply.Body : said)}") with { Reply = reply.Body };
    }
}
