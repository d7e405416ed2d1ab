using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

public sealed class IncidentContractTests : HandlerContract
{
    protected override DeliveryOutcome OutcomeOfNothing => DeliveryOutcome.Retry;

    // Good for a list, and for what was created.
    protected override string AcceptedReply => """{"incidents":[],"incidentNumber":"14","error":""}""";

    // A list that is none does not say that there is no incident.
    protected override DeliveryOutcome OutcomeOfGarbage => DeliveryOutcome.Retry;

    private readonly string _account = $"1d-secret-{Guid.NewGuid():N}";

    // 403 says that VictorOps is asked too often.
    protected override IReadOnlyList<int> Refused => [.. base.Refused.Where(s => s != 403)];

    protected override IReadOnlyList<int> Retried => [.. base.Retried, 403];

    protected override IReadOnlyList<TextLimit> Limits => [new("summary", 1024), new("details", 20_480)];

    protected override TimeSpan? UsualWait(int status) => status == 403 ? TimeSpan.FromMinutes(1) : null;

    protected override StandRequest Told(IReadOnlyList<StandRequest> requests) => requests.Single(r => r.Method == "POST");

    protected override bool HasDestination => true;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var options = new IncidentOptions { Policies = [setting.Destination ?? "pol-database"] };
        var settings = new IncidentSettings { Enabled = true, ApiId = _account, ApiKey = "k3y-secret", UserName = "tocsin", Url = setting.Url };
        return new ContractSubject(new IncidentHandler(options, settings, new HandlerContext(), setting.Http, setting.Time), options, settings);
    }
}
