using Tocsin.Plugins.Slack;

namespace Tocsin.Plugins.Tests.Slack;

public sealed class SlackContractTests : HandlerContract
{
    protected override string AcceptedReply => "ok";

    protected override string ReplySaying(string words) => words;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new SlackOptions();
        var settings = new SlackSettings { Enabled = true, Url = new Uri(setting.Url, "services/T0/secret") };
        return new ContractSubject(new SlackHandler(options, settings, setting.Http, setting.Time), options, settings);
    }
}
