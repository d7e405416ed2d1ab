using Tocsin.Plugins.Alerta;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Alerta;

public sealed class AlertaContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"status":"error","message":"no such team"}"""];

    protected override int Accepted => 201;

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new AlertaOptions { Environment = setting.Destination };
        var settings = new AlertaSettings { Enabled = true, Token = "tok-secret", Url = new Uri(setting.Url, "api") };
        return new ContractSubject(new AlertaHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
