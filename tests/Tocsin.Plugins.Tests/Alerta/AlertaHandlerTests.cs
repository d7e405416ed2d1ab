using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Plugins.Alerta;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Alerta;

public sealed class AlertaHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with
    {
        Level = AlertLevel.Warning,
        Name = "cpu",
        Group = "host=A",
        Tags = new Dictionary<string, string> { ["zone"] = "b", ["host"] = "A" },
        Fields = new Dictionary<string, object?> { ["value"] = 25.0 },
    };

    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(201);
        var handler = Made(
            stand, "token: t, environment: E, origin: kap",
            """{"group":"G","value":"{{ index .Fields \"value\" }}","service":["s1"],"timeout":300000000000}""");

        var delivery = await handler.HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/api/alert");
        stand.ValuesOf("Authorization").Should().Equal("Bearer t");
        stand.ContentTypes.Should().Equal("application/json");
        stand.Bodies.Should().Equal(
            """
            {"environment":"E","event":"cpu/a","group":"G","origin":"kap","rawData":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]},
            "resource":"cpu","service":["s1"],"severity":"warning","tags":["host=A","zone=b"],"text":"cpu/a is CRITICAL <31>\nrunbook","timeout":300,"value":"25"}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task What_is_not_said_follows_from_the_alert()
    {
        await using var stand = await Stand.AnsweringAsync(201);

        await Made(stand, "timeout: 1m", "{}").HandleAsync(Alert with { Message = "m" }, default);
        await Made(stand, "token: t, token-prefix: Key", """{"token":"own"}""").HandleAsync(Alert with { Message = "m", Name = "", Group = "" }, default);

        stand.Bodies[0].Should().Be(
            """
            {"environment":"","event":"cpu/a","group":"host=A","origin":"tocsin","rawData":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]},
            "resource":"cpu","service":["cpu"],"severity":"warning","tags":["host=A","zone=b"],"text":"m","timeout":60,"value":""}
            """.ReplaceLineEndings("") + "\n");
        stand.Bodies[1].Should().Contain("\"group\":\"\"").And.Contain("\"resource\":\"cpu/a\"").And.Contain("\"timeout\":86400").And.NotContain("\"service\"");
        stand.ValuesOf("Authorization").Should().Equal("Key own");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, "ok")]
    [InlineData(AlertLevel.Info, "informational")]
    [InlineData(AlertLevel.Warning, "warning")]
    [InlineData(AlertLevel.Critical, "major")]
    public async Task Level_becomes_the_severity(AlertLevel level, string severity)
    {
        await using var stand = await Stand.AnsweringAsync(201);

        await Made(stand, "", """{"rename-severities":{"crit":"major"}}""").HandleAsync(Alert with { Level = level }, default);

        stand.Bodies.Single().Should().Contain($"\"severity\":\"{severity}\"");
    }

    [Fact]
    public async Task Attributes_correlation_links_and_details_have_their_places()
    {
        await using var stand = await Stand.AnsweringAsync(201);
        var alert = Alert with { Message = "m", Details = "<p>see</p>", Links = [new AlertLink("Check", "https://x.test/c"), new AlertLink("", "https://x.test/d")] };

        await Made(stand, "", """{"attributes":{"owner":"{{ index .Tags \"host\" }}","tier":2},"correlate":["cpu-{{ index .Tags \"host\" }}"]}""").HandleAsync(alert, default);

        stand.Bodies.Single().Should().StartWith(
            """{"attributes":{"Check":"https://x.test/c","link":"https://x.test/d","owner":"A","tier":2},"correlate":["cpu-A"],"environment":""").And.Contain("\"text\":\"m\\n\\nsee\"");
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new AlertaSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new AlertaSettings().Check().Should().BeEmpty();
        new AlertaOptions { RenameSeverities = new Dictionary<string, string> { ["critical"] = "major" } }.CheckDelivery(null)
            .Should().ContainSingle().Which.Message.Should().Be("'critical' is not a level and renames nothing: write ok, info, warn or crit");
    }

    [Theory]
    [InlineData("", "verified")]
    [InlineData("insecure-skip-verify: true", "unverified")]
    public async Task Client_that_takes_any_certificate_is_used_where_the_configuration_wants_it(string settings, string used)
    {
        var (verified, unverified) = (new RecordingHttp(null), new RecordingHttp(null));
        using var http = new HttpClient(verified);
        using var lax = new HttpClient(unverified);
        var services = new HandlerServices
        {
            Http = http, UnverifiedHttp = lax, Sections = ServicesYaml.Parse($"alerta: {{enabled: true, url: 'https://alerta.test/api', {settings}}}"),
        };
        HandlerKind.FromType(typeof(AlertaHandler), "test").TryCreate(ConfigMap.Empty, services, new HandlerContext(), out var handler, out _).Should().BeTrue();

        await handler!.HandleAsync(Alert, default); // Made.

        (verified.Requests.Count, unverified.Requests.Count).Should().Be(used == "verified" ? (1, 0) : (0, 1));
    }

    private IAlertHandler Made(Stand stand, string settings, string options) =>
        _rig.Create(typeof(AlertaHandler), $"alerta: {{enabled: true, url: '{stand.Url}api/', {settings}}}", options);
}
