using Tocsin.Plugins.OpsGenie;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.OpsGenie;

public sealed class OpsGenie1HandlerTests : IDisposable
{
    private readonly KindRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Event_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, """{"teams-list":["t"],"recipients-list":["r"]}""").HandleAsync(Events.Critical() with { Level = AlertLevel.Warning }, default);

        stand.Targets.Should().Equal("/alert/");
        stand.Bodies.Should().Equal(
            """
            {"alias":"cpu/a","apiKey":"k","description":"{\"series\":[{\"name\":\"cpu\",\"values\":[[\"2020-01-01T00:01:00Z\",31]]}]}",
            "details":{"Level":"WARNING","Monitoring Tool":"Kapacitor"},"entity":"cpu/a","message":"cpu/a is CRITICAL <31>\nrunbook",
            "monitoring_tool":"kapacitor","note":"","recipients":["r"],"teams":["t"]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Recovery_is_a_note_at_an_address_of_its_own()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await Made(stand, "{}").HandleAsync(Events.Critical() with { Level = AlertLevel.Ok, Message = "m", Data = "{}"u8.ToArray() }, default);

        stand.Targets.Should().Equal("/note/");
        stand.Bodies.Should().Equal(
            """
            {"alias":"cpu/a","apiKey":"k","description":"{}","details":{"Level":"RECOVERY","Monitoring Tool":"Kapacitor"},"entity":"cpu/a","message":"m",
            "monitoring_tool":"kapacitor","note":"m","teams":["usual"]}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public void Missing_key_is_told() => new OpsGenie1Settings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("api-key");

    // The key of the address is written as Kapacitor writes it.
    private IAlertHandler Made(Stand stand, string options) => _rig.Create(
        typeof(OpsGenie1Handler),
        $"opsgenie: {{enabled: true, api-key: k, teams: [usual], monitoring-tool: Kapacitor, url: '{stand.Url}alert', recovery_url: '{stand.Url}note'}}",
        options);
}
