using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>Posts alerts as cards to a channel of Microsoft Teams.</summary>
[AlertHandler("teams")]
internal sealed class TeamsHandler(TeamsOptions options, TeamsSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "Teams: no channel to post to: set 'channel-url' in the handler or in the section 'teams' of the server's configuration");

    private readonly Uri? _address = options.ChannelUrl ?? settings.ChannelUrl;
    private readonly JsonPost _post = new("Teams", http, time, JsonPost.SecretsOf(options.ChannelUrl ?? settings.ChannelUrl));

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => _address is null
        ? ValueTask.FromResult(NoAddress)
        : _post.SendAsync(_address, TeamsMessage.Write(alert, settings.MessageCard), Judge, cancellationToken);

    // Workflows put what is wrong under "error".
    private static Delivery Judge(ServiceReply reply) => reply.Judge(reply.Text("error", "message"));
}
