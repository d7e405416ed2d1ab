using System.Globalization;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Discord;

/// <summary>Posts alerts to a channel of Discord through a webhook.</summary>
[AlertHandler("discord")]
internal sealed class DiscordHandler(DiscordOptions options, DiscordSettings settings, HttpClient http, TimeProvider time) : IAlertHandler
{
    // Since this version of the API times to wait are seconds.
    private const int FirstVersionWithSeconds = 8;

    private static readonly Delivery NoAddress = Delivery.Refused(
        "Discord: no webhook to post to: set 'url' in the section 'discord' of the server's configuration");

    private readonly JsonPost _post = new("Discord", http, time, JsonPost.SecretsOf(settings.Url));
    private readonly bool _waitsAreMilliseconds = settings.Url is { } url && VersionOf(url) < FirstVersionWithSeconds;

    public ValueTask<Delivery> HandleAsync(AlertEvent alert, CancellationToken cancellationToken) => settings.Url is { } url
        ? _post.SendAsync(url, DiscordMessage.Write(alert, options, settings), Judge, cancellationToken)
        : ValueTask.FromResult(NoAddress);

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
