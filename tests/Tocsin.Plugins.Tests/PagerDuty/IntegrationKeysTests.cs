using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.PagerDuty;

public sealed class IntegrationKeysTests
{
    [Theory]
    [InlineData("$routing_key")]
    [InlineData("${routing_key}")]
    [InlineData(" $ROUTING_KEY")]
    [InlineData("$service_key")]
    [InlineData("${service_key}")]
    public void A_key_that_nobody_filled_in_is_refused_with_a_hint(string key)
    {
        IEnumerable<OptionProblem>[] found =
        [
            new PagerDuty2Options { RoutingKey = key }.Check(), new PagerDuty2Settings { RoutingKey = key }.Check(),
            new PagerDutyOptions { ServiceKey = key }.Check(), new PagerDutySettings { ServiceKey = key }.Check(),
        ];

        found.Should().AllSatisfy(problems => problems.Should().ContainSingle().Which.Message.Should().Contain("put yours in its place"));
        found.Select(problems => problems.Single().Option).Should().Equal("routing-key", "routing-key", "service-key", "service-key");
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    [InlineData("""{{ $routing_key := index .Tags "team" }}{{ $routing_key }}""")]
    public void Other_keys_are_taken(string key)
    {
        new PagerDuty2Options { RoutingKey = key }.Check().Should().BeEmpty();
        new PagerDutySettings { ServiceKey = key }.Check().Should().BeEmpty();
    }

    [Theory]
    [InlineData(typeof(PagerDuty2Handler), "pagerduty2", "routing-key")]
    [InlineData(typeof(PagerDutyHandler), "pagerduty", "service-key")]
    public void A_handler_with_such_a_key_is_not_made(Type type, string section, string option)
    {
        using var http = new HttpClient();
        var config = ConfigFile.Parse("services.yaml", $"{section}: {{enabled: true}}", _ => null);
        var services = new HandlerServices { Http = http, Sections = config.Sections };

        HandlerKind.FromType(type, "test")
            .TryCreate(ConfigJson.Parse($$"""{"{{option}}":"$routing_key"}"""), services, new HandlerContext(), out _, out var refusal).Should().BeFalse();

        refusal!.Message.Should().Contain(option).And.Contain("put yours in its place");
    }
}
