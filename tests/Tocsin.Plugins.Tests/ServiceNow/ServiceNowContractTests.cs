using Tocsin.Plugins.ServiceNow;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.ServiceNow;

public sealed class ServiceNowContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"error":{"message":"no such team"}}""", """{"records":[{"__status":"failure","__error":{"message":"no such team"}}]}"""];

    protected override IReadOnlyList<TextLimit> Limits => [new("records.0.message_key", 1024), new("records.0.description", 4000)];

    protected override string ReplySaying(string words) => $$$"""{"error":{"message":"{{{words}}}"}}""";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new ServiceNowOptions { Password = "opt-secret" };
        var settings = new ServiceNowSettings { Enabled = true, Username = "tocsin", Password = "p4ss-secret", Url = new Uri(setting.Url, "api/global/em/jsonv2") };
        return new ContractSubject(new ServiceNowHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
