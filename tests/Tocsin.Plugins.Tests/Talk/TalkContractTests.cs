using Tocsin.Plugins.Talk;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Talk;

public sealed class TalkContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"error":"no such team"}""", """{"code":230,"message":"no such team"}"""];

    protected override string ReplySaying(string words) => $$"""{"error":"{{words}}"}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var settings = new TalkSettings { Enabled = true, Url = new Uri(setting.Url, "v2/services/webhook/0f1e-secret") };
        return new ContractSubject(new TalkHandler(settings, new HandlerContext(), setting.Http, setting.Time), settings);
    }
}
