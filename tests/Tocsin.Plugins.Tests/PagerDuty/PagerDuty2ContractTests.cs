using Tocsin.Plugins.PagerDuty;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.PagerDuty;

public sealed class PagerDuty2ContractTests : HandlerContract
{
    protected override IReadOnlyList<string> RefusedByBody => ["""{"status":"invalid event","message":"no such team"}"""];

    protected override int Accepted => 202;

    protected override int BodyLimit => 512_000;

    protected override IReadOnlyList<TextLimit> Limits => [new("dedup_key", 255), new("payload.summary", 1024)];

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new PagerDuty2Options { RoutingKey = setting.Destination };
        var settings = new PagerDuty2Settings { Enabled = true, RoutingKey = "R0-secret", Url = new Uri(setting.Url, "v2/enqueue") };
        return new ContractSubject(new PagerDuty2Handler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
