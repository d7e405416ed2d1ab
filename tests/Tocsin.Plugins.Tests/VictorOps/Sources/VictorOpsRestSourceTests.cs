using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps.Sources;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Plugins.Tests.VictorOps.Sources;

public sealed class VictorOpsRestSourceTests
{
    private const string Path = "/integrations/generic/20131114/alert/";

    private const string Alert = """
        {"message_type":"CRITICAL","entity_id":"cpu:host=web-07","entity_display_name":"CPU high on web-07",
         "state_message":"cpu:host=web-07 is CRITICAL, value 97.2\nrunbook https://wiki.example/cpu",
         "state_start_time":1767225600,"timestamp":1767225660,"monitoring_tool":"nagios","hostname":"web-07","topic":"cpu","duration_s":60,
         "vo_annotate.u.Runbook":"https://wiki.example/cpu","vo_annotate.u.Bad":"javascript:x","vo_annotate.s.Owner":"platform team","data":{"series":[]}}
        """;

    private static readonly VictorOpsRestSource Source = new(new VictorOpsRestOptions { ApiKeys = ["old", "api/key"] });

    [Fact]
    public void Alert_is_a_problem_and_is_answered_as_VictorOps_does()
    {
        var reading = Read(Alert);

        var told = reading.Events.Should().ContainSingle().Which;
        (told.Id, told.Level, told.Message).Should().Be(("cpu:host=web-07", AlertLevel.Critical, "CPU high on web-07"));
        told.Details.Should().StartWith("cpu:host=web-07 is CRITICAL, value 97.2\n");
        (told.Time, told.Started).Should().Be((DateTimeOffset.FromUnixTimeSeconds(1767225660), DateTimeOffset.FromUnixTimeSeconds(1767225600)));
        told.Tags.Should().Equal(new Dictionary<string, string> { ["host"] = "web-07", ["monitoring_tool"] = "nagios", ["routing_key"] = "data base" });
        told.Fields.Should().Equal(new Dictionary<string, object?> { ["topic"] = "cpu", ["duration_s"] = "60", ["vo_annotate.s.Owner"] = "platform team" });
        told.Links.Should().Equal(new AlertLink("Runbook", "https://wiki.example/cpu"));
        reading.Reply.Should().Match<SourceReply>(reply => reply.Status == 200 && reply.Body == """{"result":"success","entity_id":"cpu:host=web-07"}""");
    }

    [Theory]
    [InlineData("old/$routing_key")]
    [InlineData("old/%24routing_key")]
    public void Address_whose_routing_key_nobody_filled_in_is_refused_with_a_hint(string path)
    {
        var reading = Source.Read(Requests.Json(Alert) with { Path = path });

        reading.Problem.Should().StartWith("the address names no routing key: '$routing_key' is a placeholder for a routing key: ");
        reading.Reply!.Status.Should().Be(400); // Senders are answered.
    }

    [Theory]
    [InlineData("critical", AlertLevel.Critical)]
    [InlineData("Warning", AlertLevel.Warning)]
    [InlineData("INFO", AlertLevel.Info)]
    [InlineData("recovery", AlertLevel.Ok)]
    [InlineData("OK", AlertLevel.Ok)]
    public void Message_type_of_any_case_is_the_level(string type, AlertLevel level) =>
        Read(Alert.Replace("\"CRITICAL\"", $"\"{type}\"", StringComparison.Ordinal)).Events.Should().ContainSingle().Which.Level.Should().Be(level);

    [Theory]
    [InlineData("""{"message_type":"acknowledgement","entity_id":"a","ack_author":"dana","ack_message":"looking"}""")]
    [InlineData("""{"message_type":"ACKNOWLEDGEMENT","entity_id":"a","ack_user":"dana","ack_msg":"looking"}""")]
    public void Acknowledgement_is_taken_in_both_spellings(string body) =>
        Read(body).Events.Should().ContainSingle().Which.Should().Match<SourceEvent>(told => told.Id == "a" && told.Level == null &&
            told.Activity!.Kind == ActivityKind.Acknowledged && told.Activity.By == "dana" && told.Activity.Text == "looking");

    [Fact]
    public void Alert_without_an_id_gets_one_that_the_sender_learns()
    {
        var reading = Read("""{"message_type":"CRITICAL"}""");

        Guid.TryParse(reading.Events[0].Id, out _).Should().BeTrue();
        reading.Reply!.Body.Should().Be($$"""{"result":"success","entity_id":"{{reading.Events[0].Id}}"}"""); // A taken alert is answered.
    }

    [Theory]
    [InlineData("""{"entity_id":"a"}""", """{"result":"failure","message":"Missing fields: message_type"}""")]
    [InlineData("""{"message_type":"CRITCAL"}""", """{"result":"failure","message":"Unknown message_type: CRITCAL; known are CRITICAL, WARNING, INFO, ACKNOWLEDGEMENT, RECOVERY"}""")]
    [InlineData("[]", """{"result":"failure","message":"the body is not a JSON object"}""")]
    [InlineData("{", """{"result":"failure","message":"the body is not JSON: line 1, byte 2"}""")]
    public void What_would_page_nobody_is_refused_aloud(string body, string answer)
    {
        var reading = Read(body);

        reading.Problem.Should().NotBeNull();
        (reading.Reply!.Status, reading.Reply.Body).Should().Be((400, answer)); // Refusals are answered.
    }

    [Theory]
    [InlineData("api%2Fkey/team", true)]
    [InlineData("old", true)]
    [InlineData("api/key", false)]
    [InlineData("", false)]
    public void Key_in_the_address_must_be_known(string path, bool isKnown) =>
        (Source.Verify(Requests.Json(Alert) with { Path = path }) is null).Should().Be(isKnown);

    [Fact]
    public void Key_is_wanted() => new VictorOpsRestOptions { ApiKeys = [] }.Check().Should().ContainSingle().Which.Option.Should().Be("api-keys");

    [Fact]
    public void Anything_but_a_POST_is_answered_with_405() =>
        Source.Read(Requests.Json(Alert) with { Method = "GET" }).Reply!.Status.Should().Be(405); // Always answered.

    [Fact]
    public void Hostile_bodies_are_withstood() => HostileBodies.ShouldBeWithstoodBy(Source, Requests.Json(Alert) with { Path = "old/t" });

    [Fact]
    public async Task Sender_of_VictorOps_alerts_raises_and_ends_an_alert_at_the_address_it_knows()
    {
        await using var rig = await SourceRig.StartAsync("{ id: rest, kind: victorops-rest, topic: t, options: { api-keys: [k] } }", typeof(VictorOpsRestSource));
        await rig.HandleAsync("t", "post", """{"url":"http://receiver.test/hook"}""", match: "\"routing_key\" == 'database'");

        foreach (var type in new[] { "CRITICAL", "CRITICAL", "RECOVERY" })
        {
            (await rig.SendStandInAsync(Path + "k/database", Requests.Json(Alert.Replace("\"CRITICAL\"", $"\"{type}\"", StringComparison.Ordinal))))!
                .Reply.Body.Should().Be("""{"result":"success","entity_id":"cpu:host=web-07"}""", type); // A source stands in.
        }

        (await rig.SendStandInAsync(Path + "wrong/database", Requests.Json(Alert)))!.Reply.Status.Should().Be(401); // A source stands in.
        (await rig.SentAsync()).Select(request => JsonBody.Parse(request.Body)["level"].Text).Should().Equal("CRITICAL", "OK");
    }

    private static SourceReading Read(string body) => Source.Read(Requests.Json(body) with { Path = "api%2Fkey/data%20base" });
}
