using Tocsin.Plugins.HipChat;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.HipChat;

public sealed class HipChatHandlerTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(AlertLevel.Ok, "green")]
    [InlineData(AlertLevel.Info, "green")]
    [InlineData(AlertLevel.Warning, "yellow")]
    [InlineData(AlertLevel.Critical, "red")]
    public async Task Event_is_posted_byte_for_byte(AlertLevel level, string color)
    {
        await using var stand = await Stand.AnsweringAsync(204);

        var delivery = await Made(stand, "{}").HandleAsync(Events.Critical() with { Level = level, Message = "m" }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/v2/room/ops/notification?auth_token=t0ken");
        stand.Bodies.Should().Equal($$"""{"color":"{{color}}","from":"tocsin","message":"m","notify":true}""" + "\n");
    }

    [Fact]
    public async Task Room_and_token_of_the_handler_go_first_and_details_follow_the_message()
    {
        await using var stand = await Stand.AnsweringAsync(204);
        var alert = Events.Critical() with { Message = "m", Details = "<b>d</b>", Tags = new Dictionary<string, string> { ["team"] = "data base" } };

        await Made(stand, """{"room":"{{ index .Tags \"team\" }}","token":"a&b"}""").HandleAsync(alert, default);

        stand.Targets.Should().Equal("/v2/room/data%20base/notification?auth_token=a%26b");
        stand.Bodies.Single().Should().Contain("\"message\":\"m<br/><br/><b>d</b>\"");
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new HipChatSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new HipChatOptions().CheckDelivery(new HipChatSettings()).Select(problem => problem.Option).Should().Equal("room", "token");
        new HipChatOptions { Room = "r", Token = "t" }.CheckDelivery(new HipChatSettings()).Should().BeEmpty();
    }

    [Fact]
    public async Task Without_a_token_nothing_is_sent()
    {
        await using var stand = await Stand.AnsweringAsync(204);

        var delivery = await _rig.Create(typeof(HipChatHandler), $"hipchat: {{enabled: true, url: '{stand.Url}', room: ops}}", "{}").HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be("HipChat: no token: set 'token' in the handler or in the section 'hipchat' of the server's configuration");
        stand.Requests.Should().BeEmpty();
    }

    private IAlertHandler Made(Stand stand, string options) =>
        _rig.Create(typeof(HipChatHandler), $"hipchat: {{enabled: true, token: t0ken, room: ops, url: '{stand.Url}v2/room'}}", options);
}
