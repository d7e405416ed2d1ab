using Tocsin.Plugins.Zenoss;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Zenoss;

public sealed class ZenossContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"result":{"success":false,"msg":"no such team"}}""", """{"type":"exception","message":"no such team"}"""];

    protected override IReadOnlyList<TextLimit> Limits => [new("data.0.summary", 256), new("data.0.message", 4096)];

    protected override string ReplySaying(string words) => $$"""{"error":"{{words}}"}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new ZenossOptions { Password = "opt-secret" };
        var settings = new ZenossSettings { Enabled = true, Username = "tocsin", Password = "p4ss-secret", Url = new Uri(setting.Url, "zport/dmd/evconsole_router") };
        return new ContractSubject(new ZenossHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
