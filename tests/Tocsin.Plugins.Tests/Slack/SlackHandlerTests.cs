using Tocsin.Plugins.Slack;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Slack;

public sealed class SlackHandlerTests
{
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

    private static SlackHandler HandlerFor(Stand stand, SlackOptions options) => new(
        options,
        new SlackSettings { Enabled = true, Url = new Uri(stand.Url, "services/T0/secret"), Channel = "#alerts", Username = "bot" },
        new HttpClient(),
        TimeProvider.System);
}
