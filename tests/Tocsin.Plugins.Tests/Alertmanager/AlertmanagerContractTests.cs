using Tocsin.Plugins.Alertmanager;

namespace Tocsin.Plugins.Tests.Alertmanager;

public sealed class AlertmanagerContractTests : HandlerContract
{
    protected override string ReplySaying(string words) => $"\"{words}\"";

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new AlertmanagerOptions();
        var settings = new AlertmanagerSettings { Enabled = true, Url = setting.Url, Token = "hunter2-secret" };
        return new ContractSubject(new AlertmanagerHandler(options, settings, setting.Http, setting.Time), options, settings);
    }
}
