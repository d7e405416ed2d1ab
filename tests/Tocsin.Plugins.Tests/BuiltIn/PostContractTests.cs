using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.BuiltIn;

public sealed class PostContractTests : HandlerContract
{
    // Whatever is posted to may answer with pages.
    protected override DeliveryOutcome OutcomeOfPage => DeliveryOutcome.Done;

    protected override ContractSubject Create(ContractSetting setting)
    {
        var config = ConfigFile.Parse("services.yaml", $$"""
            httppost:
              - endpoint: ops
                url: '{{setting.Url}}alerts/T0-secret?sig=s1g-secret'
                headers: {X-Key: k3y-secret, X-Signed: 'Bearer b3arer-secret'}
                basic-auth: {username: user, password: p4ssword-secret}
            """, _ => null);
        var options = ConfigJson.Parse("""{"endpoint":"ops","headers":{"X-Token":"t0ken-secret"},"capture-response":true}""");
        var services = new HandlerServices { Http = setting.Http, Time = setting.Time, Sections = config.Sections };
        HandlerKinds.BuiltIn.TryCreate("post", options, services, new HandlerContext(), out var handler, out var refusal).Should().BeTrue(refusal?.Message);
        return new ContractSubject(handler!, new SecretsGiven(HandlerKinds.BuiltIn.All.Single(k => k.Name == "post").SecretsIn(config.Sections))); // Just found to be made.
    }

    /// <summary>What was configured, and the header of the handler's own.</summary>
    private sealed class SecretsGiven(IEnumerable<string> configured)
    {
        [Secret]
        public IReadOnlyDictionary<string, string> All { get; } = configured
            .Concat(["t0ken-secret", "b3arer-secret", "T0-secret", "s1g-secret", "dXNlcjpwNHNzd29yZC1zZWNyZXQ="])
            .Distinct().Select((secret, i) => (secret, i)).ToDictionary(p => $"{p.i}", p => p.secret);
    }
}
