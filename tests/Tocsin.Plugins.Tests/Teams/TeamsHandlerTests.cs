using Tocsin.Plugins.Teams;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Teams;

public sealed class TeamsHandlerTests
{
    [Fact]
    public async Task Event_is_an_adaptive_card_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(202);

        var delivery = await HandlerFor(new TeamsSettings { ChannelUrl = new Uri(stand.Url, "hook?sig=s") }).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/hook?sig=s");
        stand.Bodies.Should().Equal(
            """
            {"type":"message","attachments":[{"contentType":"application/vnd.microsoft.card.adaptive","contentUrl":null,
            "content":{"$schema":"http://adaptivecards.io/schemas/adaptive-card.json","type":"AdaptiveCard","version":"1.2",
            "body":[{"type":"TextBlock","text":"CRITICAL: [cpu/a]","weight":"Bolder","color":"Attention","wrap":true},
            {"type":"TextBlock","text":"cpu/a is CRITICAL <31>\nrunbook","wrap":true}],"msteams":{"width":"Full"}}}]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, "34CC25")]
    [InlineData(AlertLevel.Info, "34CC25")]
    [InlineData(AlertLevel.Warning, "FFA533")]
    [InlineData(AlertLevel.Critical, "CC4A31")]
    public async Task Message_card_is_sent_when_it_is_wanted(AlertLevel level, string color)
    {
        await using var stand = await Stand.AnsweringAsync(200, "1");
        var settings = new TeamsSettings { ChannelUrl = stand.Url, MessageCard = true };

        await HandlerFor(settings).HandleAsync(Events.Critical() with { Level = level, Message = "m" }, default);

        stand.Bodies.Should().Equal(
            $$"""
            {"@type":"MessageCard","@context":"http://schema.org/extensions","title":"{{level.Text()}}: [cpu/a]","text":"m","summary":"m",
            "themeColor":"{{color}}"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData('\u0001')]
    [InlineData('x')]
    [InlineData('語')]
    public void Card_of_a_long_message_is_never_larger_than_teams_takes(char filler)
    {
        foreach (var length in (int[])[4000, 4100, 9000, 28_000, 100_000])
        {
            var alert = Events.Critical() with { Id = new string(filler, 600), Message = new string(filler, length) };
            TeamsMessage.Write(alert, asMessageCard: true).Length.Should().BeLessThanOrEqualTo(TeamsMessage.Longest);
            TeamsMessage.Write(alert, asMessageCard: false).Length.Should().BeLessThanOrEqualTo(TeamsMessage.Longest);
        }
    }

    [Fact]
    public async Task Channel_of_the_handler_goes_before_that_of_the_configuration()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var options = new TeamsOptions { ChannelUrl = new Uri(stand.Url, "own").AbsoluteUri };

        await HandlerFor(new TeamsSettings { ChannelUrl = new Uri(stand.Url, "configured") }, options).HandleAsync(Events.Critical(), default);

        stand.Targets.Should().Equal("/own");
    }

    [Fact]
    public async Task Event_without_a_channel_is_refused_with_the_way_out()
    {
        var delivery = await HandlerFor(new TeamsSettings()).HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused(
            "Teams: no channel to post to: set 'channel-url' in the handler or in the section 'teams' of the server's configuration"));
    }

    private static TeamsHandler HandlerFor(TeamsSettings settings, TeamsOptions? options = null) =>
        new(options ?? new TeamsOptions(), settings, new HandlerContext(), new HttpClient(), TimeProvider.System);
}
