using Tocsin.Plugins.Rootly;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Rootly;

public sealed class RootlyContractTests : HandlerContract
{
    protected override DeliveryOutcome OutcomeOfNothing => DeliveryOutcome.Retry;

    protected override string AcceptedReply => """{"data":[],"meta":{"next_page":null}}""";

    // A list that is none does not say that there is no alert.
    protected override DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Retry;

    protected override IReadOnlyList<TextLimit> Limits =>
    [
        new("data.attributes.external_id", 255), new("data.attributes.summary", 255), new("data.attributes.description", 10_000),
    ];

    protected override StandRequest Told(IReadOnlyList<StandRequest> requests) => requests.Single(r => r.Method == "POST");

    protected override string ReplySaying(string words) => $$"""{"errors":[{"title":"Invalid","detail":"{{words}}"}]}""";

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new RootlyOptions { NotificationTargetId = setting.Destination };
        var settings = new RootlySettings { Enabled = true, Token = "rootly-secret", Url = new Uri(setting.Url, "v1") };
        return new ContractSubject(new RootlyHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
