using Tocsin.Plugins.Sensu;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Sensu;

public sealed class SensuHandlerTests : IDisposable
{
    private static readonly AlertEvent Alert = Events.Critical() with { Id = "cpu.web-07", Message = "m", Tags = new Dictionary<string, string> { ["host"] = "A" } };

    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(AlertLevel.Ok, 0)]
    [InlineData(AlertLevel.Info, 0)]
    [InlineData(AlertLevel.Warning, 1)]
    [InlineData(AlertLevel.Critical, 2)]
    public async Task Event_is_sent_byte_for_byte(AlertLevel level, int status)
    {
        await using var stand = new SensuStand();
        const string options = """{"source":"{{ index .Tags \"host\" }}","handlers":["a","b"],"metadata":{"k":1,"name":"not mine","owner":"{{ .TaskName }}","up":true}}""";

        var delivery = await Made(stand, options).HandleAsync(Alert with { Level = level }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Lines.Should().Be(
            $$"""{"handlers":["a","b"],"k":1,"name":"cpu.web-07","output":"m","owner":"cpu","source":"A","status":{{status}},"up":true}""" + "\n");
    }

    [Fact]
    public async Task What_is_not_said_is_taken_from_the_configuration_and_names_are_such_as_Sensu_takes()
    {
        await using var stand = new SensuStand();

        await Made(stand, "{}", "source: S, handlers: [h]").HandleAsync(Alert with { Id = "cpu:host=A/é" }, default);
        await Made(stand, "{}").HandleAsync(Alert, default);

        stand.Lines.Should().Be(
            """
            {"handlers":["h"],"name":"cpu_host_A__","output":"m","source":"S","status":2}
            {"name":"cpu.web-07","output":"m","source":"tocsin","status":2}

            """.ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("invalid", DeliveryOutcome.Refused, "sensu socket error: invalid")]
    [InlineData("busy", DeliveryOutcome.Retry, "sensu socket error: busy")]
    [InlineData("", DeliveryOutcome.Retry, "sensu socket error: the client closed the connection without an answer")]
    public async Task Answer_is_judged(string reply, DeliveryOutcome outcome, string reason)
    {
        await using var stand = new SensuStand(reply);

        var delivery = await Made(stand, "{}").HandleAsync(Alert, default);

        (delivery.Outcome, delivery.Reason).Should().Be((outcome, reason));
    }

    [Fact]
    public void Mistakes_are_told()
    {
        new SensuSettings { Enabled = true, Addr = "sensu" }.Check().Should().ContainSingle()
            .Which.Message.Should().Be("'sensu' isn't host:port; give the socket of the Sensu client, such as localhost:3030");
        _rig.TryCreate(typeof(SensuHandler), "sensu: {}", """{"metadata":{"k":["a"]}}""", out _, out var error).Should().BeFalse();
        error.Should().Contain("option 'metadata.k' must be text, a number, true or false, not a list");
    }

    private IAlertHandler Made(SensuStand stand, string options, string settings = "") =>
        _rig.Create(typeof(SensuHandler), $"sensu: {{enabled: true, addr: '{stand.Address}', {settings}}}", options);
}
