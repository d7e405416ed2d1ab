using Tocsin.Engine.Configuration;
using Tocsin.Server.Reloading;

namespace Tocsin.Server.Tests.Reloading;

public sealed class ConfigKeysTests
{
    [Theory]
    [InlineData("delivery.give-up-after", ConfigEffect.AtOnce)]
    [InlineData("ledger.keep", ConfigEffect.AtOnce)]
    [InlineData("ledger.enabled", ConfigEffect.WithServer)]
    [InlineData("logging.level", ConfigEffect.AtOnce)]
    [InlineData("deadman.id", ConfigEffect.WithTask)]
    [InlineData("http.bind-address", ConfigEffect.WithServer)]
    [InlineData("some-key.nobody-knows-yet", ConfigEffect.WithServer)]
    internal void A_key_of_the_server_counts_from_when_it_can(string key, ConfigEffect effect) => ConfigKeys.OfServer(key).Should().Be(effect);

    [Theory]
    [InlineData("victorops.api-key", ConfigEffect.AtOnce)]
    [InlineData("slack[1].global", ConfigEffect.WithTask)]
    [InlineData("slack.state-changes-only", ConfigEffect.WithTask)]
    internal void A_key_of_a_service_counts_from_when_it_can(string key, ConfigEffect effect) => ConfigKeys.OfService(key).Should().Be(effect);

    [Fact]
    public void Differences_are_told_by_key_and_never_by_value()
    {
        var before = ConfigFile.Parse("a.yaml", "delivery: {jitter: 0.2}\nslack: [{workspace: a, url: 'http://secret-1/'}, {workspace: b}]\nsmtp: {to: [x]}\nold: {}\n", _ => null);
        var now = ConfigFile.Parse("a.yaml", "# moved\n\ndelivery: {jitter: 0.3}\nslack: [{workspace: a, url: 'http://secret-2/'}, {workspace: b}, {workspace: c}]\nSMTP: {to: [x]}\nnew: {}\n", _ => null);

        ConfigDifference.Between(before.Options, now.Options).Should().Equal("delivery.jitter");
        ConfigDifference.Between(before.Sections, now.Sections).Should().Equal("slack[0].url", "slack[2]", "old", "new");
    }
}
