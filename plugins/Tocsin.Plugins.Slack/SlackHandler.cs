using System.Net.Http.Headers;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>Posts alerts to Slack through an incoming webhook, or as an app.</summary>
[AlertHandler("slack")]
internal sealed class SlackHandler : IGroupHandler
{
    private static readonly Uri PostMessage = new("https://slack.com/api/chat.postMessage");

    private static readonly Delivery NoAddress = Delivery.Refused(
        "Slack: no address to post to: set 'url' or 'token' in the section 'slack' of the server's configuration");

    private static readonly Delivery NoChannel = Delivery.Refused(
        "Slack: an app needs a channel to post to: set 'channel' in the handler or in the section 'slack' of the server's configuration");

    private readonly SlackOptions _options;
    private readonly SlackSettings _settings;
    private readonly EventTexts _texts;
    private readonly JsonPost _post;
    private readonly Uri? _address;
    private readonly AuthenticationHeaderValue? _authorization;

    public SlackHandler(SlackOptions options, SlackSettings settings, HandlerContext context, HttpClient http, TimeProvider time)
    {
        _options = options;
        _settings = settings;
        _texts = new EventTexts("Slack", context);
        if (settings.Token.Length > 0)
        {
            _address = settings.Url ?? PostMessage;
            _authorization = new AuthenticationHeaderValue("Bearer", settings.Token);
            _post = new JsonPost("Slack", http, time, [settings.Token, .. JsonPost.SecretsOf(settings.Url)]);
            return;
        }

        _address = settings.Url;
        _post = new JsonPost("Slack", http, time, JsonPost.SecretsOf(settings.Url));
    }

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => SendAsync(alert, new SlackBody(alert), cancellationToken);

    /// <summary>One message with an attachment for each alert, as far as Slack shows them.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) => SendAsync(group.Event, new SlackBody(group), cancellationToken);

    private ValueTask<Delivery> SendAsync(AlertEvent alert, SlackBody body, CancellationToken cancellationToken)
    {
        if (_address is null)
            return ValueTask.FromResult(NoAddress);

        // A webhook has a channel of its own; an app has none.
        var channel = _texts.Of("channel", alert, _options.Channel, _settings.Channel);
        if (_authorization is not null && channel.Text.Length == 0)
            return ValueTask.FromResult(channel.Problem.Length > 0 ? Delivery.Refused(channel.Problem) : NoChannel);

        var message = new SlackMessage
        {
            Channel = channel.Text,
            Username = _texts.Of("username", alert, _options.Username, _settings.Username).Text,
            IconEmoji = _texts.Of("icon-emoji", alert, _options.IconEmoji, _settings.IconEmoji).Text,
        };
        return _authorization is null
            ? _post.SendAsync(_address, message.WriteForWebhook(body), SlackReply.Judge, cancellationToken)
            : _post.SendAsync(_address, message.WriteForApp(body), SlackReply.JudgeApp, cancellationToken, _authorization);
    }
}
