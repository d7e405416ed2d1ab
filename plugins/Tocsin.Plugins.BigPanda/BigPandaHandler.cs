using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.BigPanda;

/// <summary>Sends alerts, and their ends, to BigPanda.</summary>
[AlertHandler("bigpanda", Property = "bigPanda")]
[ServiceTest("app_key", "app-key")]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("level", EventPart.Level)]
internal sealed class BigPandaHandler(
    BigPandaOptions options, BigPandaSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoKey = Delivery.Refused(
        "BigPanda: no app key: set 'app-key' in the handler or in the section 'bigpanda' of the server's configuration");

    private readonly EventTexts _texts = new("BigPanda", context);
    private readonly JsonPost _post = new("BigPanda", http, time, settings.Token);
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", settings.Token);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var key = _texts.Of("app-key", alert, options.AppKey, settings.AppKey);
        if (key.Text.Length == 0)
            return ValueTask.FromResult(key.Problem.Length > 0 ? Delivery.Refused(key.Problem) : NoKey);

        var message = new BigPandaMessage
        {
            AppKey = key.Text,
            PrimaryProperty = _texts.Of("primary-property", alert, options.PrimaryProperty).Text,
            SecondaryProperty = _texts.Of("secondary-property", alert, options.SecondaryProperty).Text,
            Host = _texts.Of("host", alert, options.Host).Text,
            Attributes = _texts.Of("attributes", alert, options.Attributes),
            HasTags = settings.Adds("tags"),
            HasFields = settings.Adds("fields"),
        };
        return _post.SendAsync(settings.Url, message.Write(alert), static reply => Judge(reply), cancellationToken, _authorization);
    }

    // Something may be wrong with an event although the request is taken.
    private static Delivery Judge(ServiceReply reply)
    {
        var errors = reply.Texts("response", "errors");
        var said = errors.Count > 0 ? string.Join("; ", errors) : reply.Text("error");
        return reply.IsSuccess && (said.Length > 0 || reply.Text("response", "status") is "error" or "failed" or "failure") ? reply.NotTaken(said) : reply.Judge(said);
    }
}
