using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps;

public sealed class VictorOpsContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"result":"failure","message":"no such team"}"""];

    // 403 says that VictorOps is asked too often.
    protected override IReadOnlyList<int> Refused => [.. base.Refused.Where(s => s != 403)];

    protected override IReadOnlyList<int> Retried => [.. base.Retried, 403];

    protected override IReadOnlyList<TextLimit> Limits => [new("entity_id", 512), new("entity_display_name", 1024), new("state_message", 20_480)];

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new VictorOpsOptions { RoutingKey = setting.Destination };
        var settings = new VictorOpsSettings { Enabled = true, ApiKey = "3f0c/secret key", RoutingKey = "everyone", Url = setting.Url };
        return new ContractSubject(new VictorOpsHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
