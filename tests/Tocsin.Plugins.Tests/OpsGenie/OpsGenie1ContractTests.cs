using Tocsin.Plugins.OpsGenie;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.OpsGenie;

public sealed class OpsGenie1ContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"code":5,"error":"no such team"}""", """{"code":403,"message":"no such team"}"""];

    protected override bool HasDestination => true;

    protected override IReadOnlyList<TextLimit> Limits => [new("message", 130), new("alias", 512), new("description", 15000), new("entity", 512)];

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new OpsGenie1Options { TeamsList = setting.Destination is { } team ? [team] : [] };
        var settings = new OpsGenie1Settings { Enabled = true, ApiKey = "eb24-secret", Url = new Uri(setting.Url, "v1/json/alert"), RecoveryUrl = new Uri(setting.Url, "v1/json/alert/note") };
        return new ContractSubject(new OpsGenie1Handler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
