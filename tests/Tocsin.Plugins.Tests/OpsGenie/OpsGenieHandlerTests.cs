using Tocsin.Plugins.OpsGenie;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.OpsGenie;

public sealed class OpsGenieHandlerTests
{
    private static readonly AlertEvent Alert = Events.Critical() with
    {
        Name = "cpu",
        Tags = new Dictionary<string, string> { ["host"] = "A" },
    };

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(202);
        var options = new OpsGenieOptions { TeamsList = ["t"], RecipientsList = ["r"] };

        var delivery = await HandlerFor(stand, options).HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/v2/alerts");
        stand.ValuesOf("Authorization").Should().Equal("GenieKey key");
        stand.Bodies.Should().Equal(
            """
            {"alias":"Y3B1L2E=","description":"{\"series\":[{\"name\":\"cpu\",\"values\":[[\"2020-01-01T00:01:00Z\",31]]}]}",
            "details":{"Kapacitor Task Name":"cpu","Level":"CRITICAL","Monitoring Tool":"Kapacitor","host":"A"},"entity":"cpu/a",
            "message":"cpu/a is CRITICAL <31>\nrunbook","note":"","priority":"P1",
            "responders":[{"name":"t","type":"team"},{"type":"user","username":"r"}]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData("", "notes")]
    [InlineData("close", "close")]
    public async Task Recovery_goes_to_the_alert_by_its_alias(string action, string end)
    {
        await using var stand = await Stand.AnsweringAsync(202);

        await HandlerFor(stand, new OpsGenieOptions { RecoveryAction = action }).HandleAsync(Alert with { Level = AlertLevel.Ok }, default);

        stand.Targets.Should().ContainSingle().Which.Replace("%3D", "=").Should().Be($"/v2/alerts/Y3B1L2E=/{end}?identifierType=alias");
        stand.Bodies.Should().Equal("""{"note":"cpu/a is CRITICAL <31>\nrunbook"}""" + "\n");
    }

    [Fact]
    public async Task Recovery_that_asks_for_it_acknowledges_whatever_the_handler_does_otherwise()
    {
        await using var stand = await Stand.AnsweringAsync(202);
        var asking = Alert with { Level = AlertLevel.Ok, Tags = new Dictionary<string, string> { ["recovery"] = "acknowledge" } };

        await HandlerFor(stand, new OpsGenieOptions { RecoveryAction = "close" }).HandleAsync(asking, default);

        stand.Targets.Single().Should().Contain("/acknowledge?");
    }

    [Theory]
    [InlineData(AlertLevel.Info, "P5")]
    [InlineData(AlertLevel.Warning, "P3")]
    [InlineData(AlertLevel.Critical, "P1")]
    public async Task Level_becomes_the_priority(AlertLevel level, string priority)
    {
        await using var stand = await Stand.AnsweringAsync(202);

        await HandlerFor(stand, new OpsGenieOptions()).HandleAsync(Alert with { Level = level }, default);

        stand.Bodies.Single().Should().Contain($"\"priority\":\"{priority}\"").And.Contain("""
            "responders":[{"name":"default-team","type":"team"}]
            """);
    }

    [Fact]
    public void Long_ids_that_differ_at_the_end_have_different_aliases()
    {
        var (one, two) = (OpsGenieAlias.Of(new string('x', 600) + "1"), OpsGenieAlias.Of(new string('x', 600) + "2"));

        one.Length.Should().BeLessThanOrEqualTo(OpsGenieAlias.Longest);
        one.Should().NotBe(two);
    }

    [Fact]
    public async Task Details_stay_within_what_is_taken()
    {
        await using var stand = await Stand.AnsweringAsync(202);
        var tags = new Dictionary<string, string> { ["big"] = new('x', 9000), ["small"] = "y" };

        await HandlerFor(stand, new OpsGenieOptions()).HandleAsync(Alert with { Tags = tags }, default);

        stand.Bodies.Single().Should().NotContain("\"big\"").And.Contain("\"small\":\"y\"").And.Contain("\"Level\":\"CRITICAL\"");
    }

    [Fact]
    public void Mistakes_in_settings_are_told()
    {
        new OpsGenieSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("api-key");
        new OpsGenieSettings { RecoveryAction = "" }.Check().Should().ContainSingle().Which.Option.Should().Be("recovery-action");
        new OpsGenieSettings().Check().Should().BeEmpty();
    }

    private static OpsGenieHandler HandlerFor(Stand stand, OpsGenieOptions options) => new(
        options,
        new OpsGenieSettings
        {
            Enabled = true,
            ApiKey = "key",
            Url = new Uri(stand.Url, "v2/alerts"),
            Teams = ["default-team"],
            MonitoringTool = "Kapacitor",
        },
        new HandlerContext(),
        new HttpClient(),
        TimeProvider.System);
}
