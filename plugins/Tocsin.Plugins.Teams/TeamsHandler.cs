using System.Net;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Teams;

/// <summary>Posts alerts as cards to a channel of Microsoft Teams.</summary>
[AlertHandler("teams")]
internal sealed class TeamsHandler(TeamsOptions options, TeamsSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IGroupHandler
{
    private static readonly Delivery NoAddress = Delivery.Refused(
        "Teams: no channel to post to: set 'channel-url' in the handler or in the section 'teams' of the server's configuration");

    private static readonly string[] PassingErrors = ["HTTP error 429", "HTTP error 5"];

    private readonly EventTexts _texts = new("Teams", context);

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) =>
        SendAsync(alert, TeamsMessage.Write(alert, settings.MessageCard), cancellationToken);

    /// <summary>One card with a line for each alert, as far as Teams takes them.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) =>
        SendAsync(group.Event, TeamsMessage.Write(group, settings.MessageCard), cancellationToken);

    private ValueTask<Delivery> SendAsync(AlertEvent alert, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var own = _texts.Of("channel-url", alert, options.ChannelUrl);
        var problem = own.Problem;
        if (!Uri.TryCreate(own.Text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            address = settings.ChannelUrl;
            if (own.Text.Length > 0)
                problem = $"Teams: option 'channel-url' of the alert '{alert.Id}' isn't an address such as https://host/path";
        }

        if (address is null)
            return ValueTask.FromResult(problem.Length > 0 ? Delivery.Refused(problem) : NoAddress);
        if (own.Text.Length > 0 && problem.Length > 0)
            context.Log(problem + "; the one of the configuration takes its place");

        var post = new JsonPost("Teams", http, time, JsonPost.SecretsOf(address));
        return post.SendAsync(address, body, Judge, cancellationToken);
    }

    // Workflows put what is wrong under "error". Connectors answer 200 with "1", or with what is wrong as a text.
    private static Delivery Judge(ServiceReply reply)
    {
        var error = reply.Text("error", "message");
        if (reply.IsSuccess && error.Length > 0)
            return reply.NotTaken(error);
        var said = reply.Body.Trim();
        if (reply.Status != HttpStatusCode.OK || said.Length == 0 || said is ['1'] or ['{', ..] or ['<', ..])
            return reply.Judge(error);
        return PassingErrors.Any(code => said.Contains(code, StringComparison.Ordinal))
            ? Delivery.Retry($"Teams answered 200 and did not take the message: {said}", reply.RetryAfter) with { Reply = reply.Body }
            : reply.NotTaken(said);
    }
}
