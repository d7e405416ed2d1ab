using Tocsin.Engine.Configuration;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class PostContractTests : HandlerContract
{
    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = ConfigJson.Parse($$"""{"url":"{{setting.Url}}alerts","capture-response":true}""");
        var services = new HandlerServices { Http = setting.Http, Time = setting.Time };
        HandlerKinds.BuiltIn.TryCreate("post", options, services, new HandlerContext(), out var handler, out var error).Should().BeTrue(error);
        return new ContractSubject(handler!); // Just found to be made.
    }
}
