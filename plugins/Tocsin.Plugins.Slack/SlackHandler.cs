using Tocsin.Sdk;

namespace Tocsin.Plugins.Slack;

/// <summary>Posts alerts to Slack through an incoming webhook.</summary>
[AlertHandler("slack")]
internal sealed class SlackHandler(SlackOptions options, SlackSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "Slack: no address to post to: set 'url' in the section 'slack' of the server's configuration");

    private readonly JsonPost _post = new("Slack", http, time, JsonPost.SecretsOf(settings.Url));

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => settings.Url is { } url
        ? _post.SendAsync(url, SlackMessage.Write(alert, options, settings), static reply => reply.Judge(reply.Text("error")), cancellationToken)
        : ValueTask.FromResult(NoAddress);
}
