using Tocsin.Plugins.Pushover;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Pushover;

public sealed class PushoverHandlerTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"status":1,"request":"r"}""");
        const string options = """{"device":"d","title":"t & t","url":"http://x.test/?a=1","url-title":"x","sound":"siren","user-key":"u2"}""";

        var delivery = await Made(stand, options).HandleAsync(Events.Critical() with { Message = "a b" }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.ContentTypes.Should().Equal("application/x-www-form-urlencoded");
        stand.Bodies.Should().Equal("device=d&message=a+b&priority=1&sound=siren&title=t+%26+t&token=tok&url=http%3A%2F%2Fx.test%2F%3Fa%3D1&url_title=x&user=u2");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, -2)]
    [InlineData(AlertLevel.Info, -1)]
    [InlineData(AlertLevel.Warning, 0)]
    [InlineData(AlertLevel.Critical, 1)]
    public async Task Level_becomes_the_priority_and_what_is_not_said_is_left_out(AlertLevel level, int priority)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, "{}").HandleAsync(Events.Critical() with { Level = level, Message = "m" }, default);

        stand.Bodies.Should().Equal($"message=m&priority={priority}&token=tok&user=u1");
    }

    [Fact]
    public async Task Link_of_the_event_is_shown_when_the_handler_has_none()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, "{}").HandleAsync(Events.Critical() with { Level = AlertLevel.Warning, Message = "m", Links = [new AlertLink("Check", "https://x.test/c")] }, default);

        stand.Bodies.Should().Equal("message=m&priority=0&token=tok&url=https%3A%2F%2Fx.test%2Fc&url_title=Check&user=u1");
    }

    [Fact]
    public async Task Reasons_of_a_refusal_are_told()
    {
        await using var stand = await Stand.AnsweringAsync(400, """{"user":"invalid","errors":["user identifier is invalid","u1 is not a user"],"status":0}""");

        var delivery = await Made(stand, "{}").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("Pushover answered 400: user identifier is invalid; *** is not a user");
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new PushoverSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("token");
        new PushoverOptions().CheckDelivery(new PushoverSettings()).Should().ContainSingle().Which.Option.Should().Be("user-key");
    }

    private IAlertHandler Made(Stand stand, string options) =>
        _rig.Create(typeof(PushoverHandler), $"pushover: {{enabled: true, token: tok, user-key: u1, url: '{stand.Url}1/messages.json'}}", options);
}
