using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Plugins.Slack;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Slack;

public sealed class SlackHandlerTests
{
    [Fact]
    public async Task Certificates_of_the_workspace_are_used()
    {
        var own = new RecordingHttp(null);
        using var http = new HttpClient(own);
        HandlerTls? used = null;
        var services = new HandlerServices
        {
            Http = http,
            HttpFor = tls =>
            {
                used = tls;
                return http;
            },
            Sections = ServicesYaml.Parse("slack: {enabled: true, url: 'https://slack.test/x', ssl-ca: /ca.pem, ssl-cert: /c.pem, ssl-key: /k.pem}"),
        };
        HandlerKind.FromType(typeof(SlackHandler), "test").TryCreate(ConfigMap.Empty, services, new HandlerContext(), out var handler, out _).Should().BeTrue();

        await handler!.HandleAsync(Events.Critical(), default); // Made.

        used.Should().Be(new HandlerTls("/ca.pem", "/c.pem", "/k.pem", TakesAny: false));
        own.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Event_is_posted_byte_for_byte_and_options_go_before_the_configuration()
    {
        await using var stand = await Stand.AnsweringAsync(200, "ok");

        var delivery = await HandlerFor(stand, new SlackOptions { Channel = "@someone" }).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/services/T0/secret");
        stand.Bodies.Should().Equal(
            """
            {"as_user":false,"attachments":[{"fallback":"cpu/a is CRITICAL <31>\nrunbook","color":"danger","text":"cpu/a is CRITICAL <31>\nrunbook",
            "mrkdwn_in":["text"]}],"channel":"@someone","icon_emoji":"","text":"","username":"bot"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData(404, "no_team", DeliveryOutcome.Refused)]
    [InlineData(429, "/services/T0/secret", DeliveryOutcome.Retry)]
    [InlineData(500, "", DeliveryOutcome.Retry)]
    public async Task Answer_decides_and_never_shows_the_webhook(int status, string body, DeliveryOutcome outcome)
    {
        await using var stand = await Stand.AnsweringAsync(status, body);

        var delivery = await HandlerFor(stand, new SlackOptions()).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(outcome);
        delivery.ToString().Should().NotContain("secret");
    }

    [Theory]
    [InlineData("channel_not_found", DeliveryOutcome.Refused, "Slack refused the message: channel_not_found; check 'channel', and invite the app to it when it is private")]
    [InlineData("invalid_blocks", DeliveryOutcome.Refused, "Slack refused the message: invalid_blocks")]
    [InlineData("ratelimited", DeliveryOutcome.Retry, "Slack refused the message: ratelimited")]
    public async Task Refusal_in_a_good_answer_is_no_delivery(string error, DeliveryOutcome outcome, string reason)
    {
        await using var stand = await Stand.AnsweringAsync(200, $$"""{"ok":false,"error":"{{error}}"}""");

        foreach (var handler in new[] { HandlerFor(stand, new SlackOptions()), AppFor(stand, "#ops") })
        {
            var delivery = await handler.HandleAsync(Events.Critical(), default);
            (delivery.Outcome, delivery.Reason).Should().Be((outcome, reason));
        }
    }

    [Theory]
    [InlineData("ok", DeliveryOutcome.Done, null)]
    [InlineData(" OK\n", DeliveryOutcome.Done, null)]
    [InlineData("", DeliveryOutcome.Done, null)]
    [InlineData("{}", DeliveryOutcome.Done, null)]
    [InlineData("{\"success\":true}", DeliveryOutcome.Done, null)]
    [InlineData("{\"result\":\"success\",\"msg\":\"\"}", DeliveryOutcome.Done, null)]
    [InlineData("no_team", DeliveryOutcome.Refused, "Slack refused the message: no_team; check 'url' in the section 'slack', or make another webhook")]
    [InlineData("channel_not_found", DeliveryOutcome.Refused, "Slack refused the message: channel_not_found; check 'channel', and invite the app to it when it is private")]
    [InlineData("rate_limited", DeliveryOutcome.Retry, "Slack refused the message: rate_limited")]
    [InlineData("<html>Sign in</html>", DeliveryOutcome.Retry, "Slack answered 200 with something that does not say whether it took the event: <html>Sign in</html>")]
    [InlineData("{\"error\":1}", DeliveryOutcome.Retry, "Slack answered 200 with something that does not say whether it took the event: {\"error\":1}")]
    public async Task Good_answer_of_a_webhook_is_judged_by_its_body(string body, DeliveryOutcome outcome, string? reason)
    {
        await using var stand = await Stand.AnsweringAsync(200, body);

        var delivery = await HandlerFor(stand, new SlackOptions()).HandleAsync(Events.Critical(), default);

        (delivery.Outcome, delivery.Reason).Should().Be((outcome, reason));
    }

    [Fact]
    public async Task App_posts_with_its_token_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"ok":true,"channel":"C1","ts":"1.2"}""");

        var delivery = await AppFor(stand, "#ops").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/api/chat.postMessage");
        stand.ValuesOf("Authorization").Should().Equal("Bearer xoxb-1");
        stand.Bodies.Should().Equal(
            """
            {"attachments":[{"fallback":"cpu/a is CRITICAL <31>\nrunbook","color":"danger","text":"cpu/a is CRITICAL <31>\nrunbook",
            "mrkdwn_in":["text"]}],"channel":"#ops"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task App_without_a_channel_is_told_the_way_out()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await AppFor(stand, "").HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be("Slack: an app needs a channel to post to: set 'channel' in the handler or in the section 'slack' of the server's configuration");
        stand.Requests.Should().BeEmpty();
    }

    [Fact]
    public void Either_address_or_token_is_needed_when_enabled()
    {
        new SlackSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new SlackSettings { Enabled = true, Token = "xoxb-1" }.Check().Should().BeEmpty();
    }

    private static SlackHandler AppFor(Stand stand, string channel) => new(
        new SlackOptions { Channel = channel },
        new SlackSettings { Enabled = true, Token = "xoxb-1", Url = new Uri(stand.Url, "api/chat.postMessage") },
        new HandlerContext(),
        new HttpClient(),
        TimeProvider.System);

    private static SlackHandler HandlerFor(Stand stand, SlackOptions options) => new(
        options,
        new SlackSettings { Enabled = true, Url = new Uri(stand.Url, "services/T0/secret"), Channel = "#alerts", Username = "bot" },
        new HandlerContext(),
        new HttpClient(),
        TimeProvider.System);
}
