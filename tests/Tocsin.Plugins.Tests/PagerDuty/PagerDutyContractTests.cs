using Tocsin.Plugins.PagerDuty;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.PagerDuty;

public sealed class PagerDutyContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"status":"invalid event","message":"Event object is invalid","errors":["no such team"]}"""];

    // Version 1 knows no INFO.
    protected override IReadOnlyList<AlertLevel> Taken => [AlertLevel.Ok, AlertLevel.Warning, AlertLevel.Critical];

    // 403 says that version 1 is asked too often.
    protected override IReadOnlyList<int> Refused => [.. base.Refused.Where(s => s != 403)];

    protected override IReadOnlyList<int> Retried => [.. base.Retried, 403];

    protected override int BodyLimit => 512_000;

    protected override IReadOnlyList<TextLimit> Limits => [new("incident_key", 255), new("description", 1024)];

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new PagerDutyOptions { ServiceKey = setting.Destination };
        var settings = new PagerDutySettings { Enabled = true, ServiceKey = "S0-secret", Url = new Uri(setting.Url, "v1") };
        return new ContractSubject(new PagerDutyHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
