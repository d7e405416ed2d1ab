using Tocsin.Plugins.ServiceNow;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.ServiceNow;

public sealed class ServiceNowHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with
    {
        Message = "m", Name = "cpu", Tags = new Dictionary<string, string> { ["host"] = "web-07" }, Fields = new Dictionary<string, object?> { ["usage"] = 97.2 },
    };

    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        const string options = """
            {"node":"{{ index .Tags \"host\" }}","type":"cpu","resource":"cpu0","metric_name":"usage","message_key":"k-{{ .ID }}","source":"kap",
             "additional_info":{"value":"{{ index .Fields \"usage\" }}","tier":2}}
            """;

        var delivery = await Made(stand, options).HandleAsync(Alert, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.ValuesOf("Authorization").Should().Equal("Basic dTpw");
        stand.Bodies.Should().Equal(
            """
            {"records":[{"source":"kap","node":"web-07","type":"cpu","resource":"cpu0","metric_name":"usage","message_key":"k-cpu/a","severity":"1",
            "description":"m","additional_info":"{\"tier\":\"2\",\"value\":\"97.2\"}"}]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, 0)]
    [InlineData(AlertLevel.Info, 5)]
    [InlineData(AlertLevel.Warning, 4)]
    [InlineData(AlertLevel.Critical, 1)]
    public async Task Level_becomes_the_severity_and_the_end_clears(AlertLevel level, int severity)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, "{}").HandleAsync(Alert with { Level = level }, default);

        stand.Bodies.Should().Equal($$$"""{"records":[{"source":"tocsin","message_key":"cpu/a","severity":"{{{severity}}}","description":"m"}]}""" + "\n");
    }

    [Fact]
    public async Task Address_login_and_links_of_the_handler_and_the_event_are_used()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, $$"""{"url":"{{stand.Url}}other","username":"a","password":"b"}""").HandleAsync(Alert with { Links = [new AlertLink("", "https://x.test/")] }, default);

        stand.Targets.Should().Equal("/other");
        stand.ValuesOf("Authorization").Should().Equal("Basic YTpi");
        stand.Bodies.Single().Should().Contain("""
            "additional_info":"{\"link\":\"https://x.test/\"}"
            """);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new ServiceNowSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("url");
        new ServiceNowOptions().CheckDelivery(new ServiceNowSettings()).Should().ContainSingle().Which.Option.Should().Be("url");
        new ServiceNowOptions().CheckDelivery(null).Should().BeEmpty();
    }

    private IAlertHandler Made(Stand stand, string options) =>
        _rig.Create(typeof(ServiceNowHandler), $"servicenow: {{enabled: true, username: u, password: p, url: '{stand.Url}em'}}", options);
}
