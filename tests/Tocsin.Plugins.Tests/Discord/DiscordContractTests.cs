using Tocsin.Plugins.Discord;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Discord;

public sealed class DiscordContractTests : HandlerContract
{
    protected override int Accepted => 204;

    protected override IReadOnlyList<TextLimit> Limits => [new("embeds.0.title", 256), new("embeds.0.description", 4096), new("username", 80)];

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new DiscordOptions { Username = new string('n', 200) };
        var settings = new DiscordSettings { Enabled = true, Url = new Uri(setting.Url, "api/webhooks/1/secret") };
        return new ContractSubject(new DiscordHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
