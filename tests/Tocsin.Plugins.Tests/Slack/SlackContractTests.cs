using Tocsin.Plugins.Slack;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Slack;

public sealed class SlackContractTests : HandlerContract
{
    protected override DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Retry;

    protected override string AcceptedReply => "ok";

    protected override string ReplySaying(string words) => words;

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new SlackOptions { Channel = setting.Destination };
        var settings = new SlackSettings { Enabled = true, Url = new Uri(setting.Url, "services/T0/secret") };
        return new ContractSubject(new SlackHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
