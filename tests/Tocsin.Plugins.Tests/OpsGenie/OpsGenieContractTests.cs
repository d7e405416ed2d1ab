using Tocsin.Plugins.OpsGenie;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.OpsGenie;

public sealed class OpsGenieContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"code":422,"message":"no such team"}"""];

    protected override int Accepted => 202;

    protected override string AcceptedReply => """{"result":"Request will be processed","requestId":"43a2"}""";

    protected override IReadOnlyList<TextLimit> Limits => [new("message", 130), new("alias", 512), new("description", 15_000), new("entity", 512)];

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new OpsGenieOptions { TeamsList = setting.Destination is { } team ? [team] : [] };
        var settings = new OpsGenieSettings { Enabled = true, ApiKey = "eb24-secret", Url = new Uri(setting.Url, "v2/alerts") };
        return new ContractSubject(new OpsGenieHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
