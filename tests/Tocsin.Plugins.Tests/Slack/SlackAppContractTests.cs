using Tocsin.Plugins.Slack;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Slack;

public sealed class SlackAppContractTests : HandlerContract
{
    protected override DeliveryOutcome OutcomeOfNothing => DeliveryOutcome.Retry;

    protected override IReadOnlyList<string> RefusedByBody => ["""{"ok":false,"error":"no such team"}"""];

    protected override string AcceptedReply => """{"ok":true,"ts":"1.2"}""";

    // What does not say that the message was taken is not Slack.
    protected override DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Retry;

    protected override bool HasDestination => true;

    protected override string ReplySaying(string words) => $$"""{"ok":false,"error":"{{words}}"}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new SlackOptions { Channel = setting.Destination };
        var settings = new SlackSettings { Enabled = true, Token = "xoxb-secret", Channel = "#ops", Url = new Uri(setting.Url, "api/chat.postMessage") };
        return new ContractSubject(new SlackHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
