using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Handlers;

public sealed class GuardedHandlerTests
{
    private static readonly AlertEvent Alert = new() { Topic = "t", Id = "cpu:a", Level = AlertLevel.Critical, UnixNanoseconds = 1 };

    public static readonly TheoryData<Delivery> Deliveries = new(
        Delivery.Done with { Reply = "taken", Incident = new IncidentReference("victorops", "14", "https://vo.example/14") },
        Delivery.Done with { Incident = new IncidentReference("victorops", "14") },
        Delivery.Done,
        Delivery.Retry("too often", TimeSpan.FromSeconds(7)) with { Reply = "slow down" },
        Delivery.Refused("no such team") with { Reply = "404" });

    [Theory]
    [MemberData(nameof(Deliveries))]
    public async Task What_a_handler_says_goes_on_whole(Delivery said)
    {
        var heard = await Guarded(said).HandleAsync(Alert, default);

        heard.Should().Be(said);
    }

    [Fact]
    public async Task Secrets_are_hidden_in_reason_and_reply_and_nothing_else_changes()
    {
        var said = Delivery.Retry("key k3y-secret is wrong", TimeSpan.FromSeconds(7)) with { Reply = "for k3y-secret", Incident = new IncidentReference("x", "1") };

        var heard = await Guarded(said).HandleAsync(Alert, default);

        heard.Should().Be(Delivery.Retry("key *** is wrong", TimeSpan.FromSeconds(7)) with { Reply = "for ***", Incident = said.Incident });
    }

    private static GuardedHandler Guarded(Delivery said) =>
        new(RecordingHandler.Answering(_ => said), "t/h", code: null, health: null, new SecretTexts("k3y-secret"));
}
