using Tocsin.Plugins.BigPanda;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BigPanda;

public sealed class BigPandaContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"error":"no such team"}""", """{"response":{"status":"error","errors":["no such team"]}}"""];

    protected override int Accepted => 201;

    protected override bool HasDestination => true;

    protected override string ReplySaying(string words) => $$"""{"error":"{{words}}"}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new BigPandaOptions { AppKey = setting.Destination };
        var settings = new BigPandaSettings { Enabled = true, Token = "tok-secret", AppKey = "app", Url = new Uri(setting.Url, "data/v2/alerts") };
        return new ContractSubject(new BigPandaHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
