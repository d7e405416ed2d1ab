using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.Zenoss;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Zenoss;

public sealed class ZenossHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with { Message = "m", Tags = new Dictionary<string, string> { ["host"] = "A" } };

    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"result":{"success":true}}""");
        const string options = """
            {"summary":"{{ .Message }}!","device":"{{ index .Tags \"host\" }}","component":"cpu","eventClassKey":"key","eventClass":"/App","collector":"c2",
             "message":"long","tid":7,"customFields":{"agent":"telegraf","count":3,"more":"{\"a\":[1]}","text":"{no json"}}
            """;

        var delivery = await Made(stand, "username: u, password: p", options).HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.ValuesOf("Authorization").Should().Equal("Basic dTpw");
        stand.Bodies.Should().Equal(
            """
            {"action":"EventsRouter","method":"add_event","data":[{"agent":"telegraf","collector":"c2","component":"cpu","count":3,"device":"A",
            "evclass":"/App","evclasskey":"key","message":"long","more":{"a":[1]},"severity":"Critical","summary":"m!","text":"{no json"}],"type":"rpc","tid":7}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, "", "\"Clear\"")]
    [InlineData(AlertLevel.Info, "", "\"Info\"")]
    [InlineData(AlertLevel.Warning, "severity-map: {Warning: 3}", "3")]
    [InlineData(AlertLevel.Critical, "severity-map: {critical: Error}", "\"Error\"")]
    public async Task Level_becomes_the_severity(AlertLevel level, string settings, string severity)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, settings, "{}").HandleAsync(Alert with { Level = level }, default);

        stand.Bodies.Should().Equal(
            $$$"""{"action":"EventsRouter","method":"add_event","data":[{"component":"","device":"","evclass":"","evclasskey":"","severity":{{{severity}}},"summary":"m"}],"type":"rpc","tid":1}""" + "\n");
    }

    [Fact]
    public async Task Refusal_with_a_good_status_is_one()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"result":{"success":false,"msg":"Device, Component, Summary or Severity missing"}}""");

        var delivery = await Made(stand, "", "{}").HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().Be("Zenoss refused the event: Device, Component, Summary or Severity missing");
    }

    [Fact]
    public void Mistakes_are_told() => new ZenossSettings { SeverityMap = new Dictionary<string, object> { ["crit"] = 5L } }.Check()
        .Should().ContainSingle().Which.Message.Should().Be("'crit' is not a level; write OK, Info, Warning or Critical");

    private IAlertHandler Made(Stand stand, string settings, string options) =>
        _rig.Create(typeof(ZenossHandler), $"zenoss: {{enabled: true, url: '{stand.Url}router', {settings}}}", options);
}
