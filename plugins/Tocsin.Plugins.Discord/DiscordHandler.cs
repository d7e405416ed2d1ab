using System.Globalization;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>Posts alerts to a channel of Discord through a webhook.</summary>
[AlertHandler("discord")]
internal sealed class DiscordHandler(
    DiscordOptions options, DiscordSettings settings, HandlerContext context, HttpClient http, TimeProvider time) : IGroupHandler
{
    // Since this version of the API times to wait are seconds.
    private const int FirstVersionWithSeconds = 8;

    private static readonly Delivery NoAddress = Delivery.Refused(
        "Discord: no webhook to post to: set 'url' in the section 'discord' of the server's configuration");

    private readonly EventTexts _texts = new("Discord", context);
    private readonly JsonPost _post = new("Discord", http, time, JsonPost.SecretsOf(settings.Url));
    private readonly bool _waitsAreMilliseconds = settings.Url is { } url && VersionOf(url) < FirstVersionWithSeconds;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => settings.Url is { } url
        ? _post.SendAsync(url, Message(alert).Write(alert), Judge, cancellationToken)
        : ValueTask.FromResult(NoAddress);

    /// <summary>One message: what all have in common, and below it an embed for each alert, as far as Discord takes them.</summary>
    public ValueTask<Delivery> HandleGroupAsync(AlertGroup group, CancellationToken cancellationToken) => settings.Url is { } url
        ? _post.SendAsync(url, Message(group.Event).Write(group), Judge, cancellationToken)
        : ValueTask.FromResult(NoAddress);

    private DiscordMessage Message(AlertEvent alert) => new()
    {
        AvatarUrl = _texts.Of("avatar-url", alert, options.AvatarUrl, settings.AvatarUrl).Text,
        Title = _texts.Of("embed-title", alert, options.EmbedTitle, settings.EmbedTitle).Text,
        Username = _texts.Of("username", alert, options.Username, settings.Username).Text,
        HasTimestamp = settings.Timestamp,
    };

    private Delivery Judge(ServiceReply reply) =>
        (reply with { RetryAfter = reply.RetryAfter ?? WaitOf(reply) }).Judge(reply.Text("message"));

    private TimeSpan? WaitOf(ServiceReply reply) =>
        reply.Seconds("retry_after") is { } wait ? _waitsAreMilliseconds ? wait / 1000 : wait : null;

    // /api/v10/webhooks/…; an address without a version means an old one.
    private static int VersionOf(Uri url) =>
        url.Segments is [_, "api/", ['v', .. var version], ..] && int.TryParse(version.TrimEnd('/'), CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
