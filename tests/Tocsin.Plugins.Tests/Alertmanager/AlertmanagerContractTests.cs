using Tocsin.Plugins.Alertmanager;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Alertmanager;

public sealed class AlertmanagerContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"status":"error","error":"no such team"}"""];

    protected override string ReplySaying(string words) => $"\"{words}\"";

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new AlertmanagerOptions { Alertname = setting.Destination };
        var settings = new AlertmanagerSettings { Enabled = true, Url = setting.Url, Token = "hunter2-secret" };
        return new ContractSubject(new AlertmanagerHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
