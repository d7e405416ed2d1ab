using Tocsin.Plugins.Discord;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Discord;

public sealed class DiscordHandlerTests
{
    [Fact]
    public async Task Event_is_posted_byte_for_byte_and_options_go_before_the_configuration()
    {
        await using var stand = await Stand.AnsweringAsync(204);
        var options = new DiscordOptions { Username = "on call", EmbedTitle = "CPU" };
        var settings = new DiscordSettings { Username = "bot", AvatarUrl = "https://x/a.png", Timestamp = true };

        var delivery = await HandlerFor(stand, options, settings).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/api/v10/webhooks/1/t");
        stand.Bodies.Should().Equal(
            """
            {"allowed_mentions":{"parse":[]},"avatar_url":"https://x/a.png","embeds":[{"color":13388337,
            "description":"cpu/a is CRITICAL <31>\nrunbook","timestamp":"2020-01-01T00:01:00Z","title":"CPU"}],"username":"on call"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, 0x34CC25)]
    [InlineData(AlertLevel.Info, 0x34CC25)]
    [InlineData(AlertLevel.Warning, 0xFFA533)]
    [InlineData(AlertLevel.Critical, 0xCC4A31)]
    public async Task What_is_not_said_is_left_to_the_webhook(AlertLevel level, int color)
    {
        await using var stand = await Stand.AnsweringAsync(204);

        await HandlerFor(stand, new DiscordOptions()).HandleAsync(Events.Critical() with { Level = level, Message = "m" }, default);

        stand.Bodies.Should().Equal(
            $$$"""{"allowed_mentions":{"parse":[]},"embeds":[{"color":{{{color}}},"description":"m","title":"{{{level.Text()}}}: [cpu/a]"}]}""" + "\n");
    }

    [Theory]
    [InlineData("api/v10/webhooks/1/t", 1500)]
    [InlineData("api/v8/webhooks/1/t", 1500)]
    [InlineData("api/v6/webhooks/1/t", 1.5)]
    [InlineData("api/webhooks/1/t", 1.5)]
    public async Task Wait_in_the_body_is_read_in_the_unit_of_the_version(string path, double seconds)
    {
        await using var stand = await Stand.AnsweringAsync(429, """{"message":"You are being rate limited.","retry_after":1500}""");

        var delivery = await HandlerFor(stand, new DiscordOptions(), path: path).HandleAsync(Events.Critical(), default);

        delivery.RetryAfter.Should().Be(TimeSpan.FromSeconds(seconds));
        delivery.Reason.Should().Be("Discord answered 429: You are being rate limited.");
    }

    [Fact]
    public void Missing_address_is_told_when_enabled()
    {
        new DiscordSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new DiscordSettings().Check().Should().BeEmpty();
    }

    private static DiscordHandler HandlerFor(
        Stand stand, DiscordOptions options, DiscordSettings? settings = null, string path = "api/v10/webhooks/1/t") =>
        new(options, (settings ?? new DiscordSettings()) with { Url = new Uri(stand.Url, path) }, new HandlerContext(), new HttpClient(), TimeProvider.System);
}
