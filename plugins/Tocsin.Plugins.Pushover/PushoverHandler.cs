using Tocsin.Sdk;

namespace Tocsin.Plugins.Pushover;

/// <summary>Sends alerts to phones through Pushover.</summary>
[AlertHandler("pushover")]
[ServiceTest("user-key")]
[ServiceTest("message", EventPart.Message)]
[ServiceTest("device")]
[ServiceTest("title")]
[ServiceTest("url")]
[ServiceTest("url-title")]
[ServiceTest("sound")]
[ServiceTest("level", EventPart.Level)]
internal sealed class PushoverHandler(
    PushoverOptions options, PushoverSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoUser = Delivery.Refused(
        "Pushover: nobody to notify: set 'user-key' in the handler or in the section 'pushover' of the server's configuration");

    private readonly EventTexts _texts = new("Pushover", context);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken)
    {
        var user = _texts.Of("user-key", alert, options.UserKey, settings.UserKey);
        if (user.Text.Length == 0)
            return ValueTask.FromResult(user.Problem.Length > 0 ? Delivery.Refused(user.Problem) : NoUser);

        // Whom a template names is as secret as whom the configuration does.
        var api = new JsonApi("Pushover", http, time, settings.Token, user.Text) { MediaType = "application/x-www-form-urlencoded" };
        return api.AskAsync(HttpMethod.Post, settings.Url, MessageOf(alert, user.Text).Write(alert), static reply => ValueTask.FromResult(Judge(reply)), cancellationToken);
    }

    private PushoverMessage MessageOf(AlertEvent alert, string user)
    {
        var url = _texts.Of("url", alert, options.Url).Text;
        var link = url.Length == 0 ? alert.Links.FirstOrDefault(link => link.Href.Length > 0) : null;
        var title = _texts.Of("url-title", alert, options.UrlTitle).Text;
        return new PushoverMessage
        {
            Token = settings.Token,
            User = user,
            Device = _texts.Of("device", alert, options.Device).Text,
            Title = _texts.Of("title", alert, options.Title).Text,
            Url = link?.Href ?? url,
            UrlTitle = title.Length == 0 ? link?.Text ?? "" : title,
            Sound = _texts.Of("sound", alert, options.Sound).Text,
        };
    }

    // Pushover says in the body whether it took the message: status 1.
    private static Delivery Judge(ServiceReply reply)
    {
        var said = reply.Texts("errors") is { Count: > 0 } errors ? string.Join("; ", errors) : reply.Text("error");
        return reply.IsSuccess && (said.Length > 0 || reply.Number("status") is not (null or 1)) ? reply.NotTaken(said) : reply.Judge(said);
    }
}
