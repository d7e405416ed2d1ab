using Tocsin.Plugins.Talk;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Talk;

public sealed class TalkHandlerTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    // Kapacitor writes the name with an underscore.
    [Theory]
    [InlineData("author_name: Kap", "Kap")]
    [InlineData("author-name: Kap", "Kap")]
    [InlineData("", "tocsin")]
    public async Task Event_is_posted_byte_for_byte(string settings, string author)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await _rig.Create(typeof(TalkHandler), $"talk: {{enabled: true, url: '{stand.Url}hook/u', {settings}}}", "{}").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/hook/u");
        stand.Bodies.Should().Equal($$"""{"authorName":"{{author}}","text":"cpu/a is CRITICAL <31>\nrunbook","title":"cpu/a"}""" + "\n");
    }

    [Fact]
    public void Missing_address_is_told()
    {
        new TalkSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new TalkSettings().Check().Should().BeEmpty();
    }
}
