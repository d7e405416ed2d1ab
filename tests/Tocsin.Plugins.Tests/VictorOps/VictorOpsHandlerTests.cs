using System.Text.Json;
using Tocsin.Plugins.VictorOps;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps;

public sealed class VictorOpsHandlerTests
{
    private const string Key = "3f0c-secret";

    [Fact]
    public async Task Event_is_posted_byte_for_byte_with_data_as_text()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"result":"success","entity_id":"cpu/a"}""");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Targets.Should().Equal("/vo/3f0c-secret/everyone");
        stand.ContentTypes.Should().Equal("application/json");
        stand.Bodies.Should().Equal(
            """
            {"data":"{\"series\":[{\"name\":\"cpu\",\"values\":[[\"2020-01-01T00:01:00Z\",31]]}]}","entity_display_name":"cpu/a is CRITICAL <31>",
            "entity_id":"cpu/a","message_type":"CRITICAL","monitoring_tool":"tocsin","state_message":"cpu/a is CRITICAL <31>\nrunbook",
            "state_start_time":1577836800,"timestamp":1577836860}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Data_is_an_object_with_json_data()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand, new VictorOpsSettings { JsonData = true }).HandleAsync(Events.Critical(), default);

        stand.Bodies.Single().Should().StartWith("""{"data":{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]},"entity_display_name":""");
    }

    [Theory]
    [InlineData(AlertLevel.Ok, "RECOVERY", 1577836860)]
    [InlineData(AlertLevel.Info, "INFO", 1577836800)]
    [InlineData(AlertLevel.Warning, "WARNING", 1577836800)]
    [InlineData(AlertLevel.Critical, "CRITICAL", 1577836800)]
    public async Task Level_becomes_the_type_of_the_message(AlertLevel level, string type, long start)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = level }, default);

        stand.Bodies.Single().Should().Contain($"\"message_type\":\"{type}\"").And.Contain($"\"state_start_time\":{start},");
    }

    [Theory]
    [InlineData("team one", "/vo/3f0c-secret/team%20one")]
    [InlineData("a/b?c", "/vo/3f0c-secret/a/b%3Fc")]
    [InlineData("../../admin", "/vo/3f0c-secret/admin")]
    [InlineData("a/./b", "/vo/3f0c-secret/a/b")]
    [InlineData("", "/vo/3f0c-secret/everyone")]
    public async Task Routing_key_is_the_end_of_the_address(string routingKey, string target)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand, routingKey: routingKey).HandleAsync(Events.Critical(), default);

        stand.Targets.Should().Equal(target);
    }

    [Fact]
    public async Task Failure_in_a_good_answer_is_a_refusal()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"result":"failure","message":"Missing fields"}""");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused("VictorOps refused the alert: Missing fields"));
    }

    [Fact]
    public async Task Address_that_is_not_found_is_told_with_the_way_out()
    {
        await using var stand = await Stand.AnsweringAsync(404, "no such path");

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical(), default);

        delivery.Reason.Should().Be("VictorOps: URL or API key not found: 404; check 'url' and 'api-key' in the section 'victorops'");
    }

    [Fact]
    public void Missing_key_is_told_when_enabled()
    {
        new VictorOpsSettings { Enabled = true }.Check().Should().ContainSingle().Which.Option.Should().Be("api-key");
        new VictorOpsSettings().Check().Should().BeEmpty();
    }

    [Fact]
    public async Task Acknowledgement_is_posted_byte_for_byte()
    {
        await using var stand = await Stand.AnsweringAsync(200, """{"result":"success","entity_id":"cpu/a"}""");

        var delivery = await HandlerFor(stand).HandleAsync(Done(ActivityKind.Acknowledged, "dana", "looking"), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        stand.Bodies.Should().Equal(
            """
            {"ack_author":"dana","ack_message":"looking","ack_msg":"looking","entity_id":"cpu/a","message_type":"ACKNOWLEDGEMENT",
            "monitoring_tool":"tocsin","state_message":"acknowledged by dana: looking","timestamp":1577836900}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Acknowledgement_that_names_nobody_names_the_system()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Done(ActivityKind.Acknowledged, "", ""), default);

        stand.Bodies.Single().Should().StartWith("""{"ack_author":"pagerduty","entity_id":"cpu/a",""").And.Contain("\"state_message\":\"acknowledged by pagerduty\"");
    }

    [Fact]
    public async Task Note_is_an_annotation_in_the_timeline()
    {
        await using var stand = await Stand.AnsweringAsync(200);

        await HandlerFor(stand).HandleAsync(Done(ActivityKind.Note, "dana", new string('x', 2000)), default);

        stand.Bodies.Single().Should().StartWith("""{"entity_id":"cpu/a","message_type":"INFO","monitoring_tool":"tocsin","state_message":"dana: xxx""")
            .And.EndWith($",\"timestamp\":1577836900,\"vo_annotate.s.Note\":\"dana: {new string('x', 1117)}…\"}}\n");
    }

    [Theory]
    [InlineData(ActivityKind.Unacknowledged)]
    [InlineData(ActivityKind.Incident)]
    public async Task What_cannot_be_said_is_not_sent(ActivityKind kind)
    {
        await using var stand = await Stand.AnsweringAsync(200);

        var delivery = await HandlerFor(stand).HandleAsync(Done(kind, "dana", ""), default);

        delivery.Should().Be(Delivery.Done with { Reply = "not sent: VictorOps takes acknowledgements and notes only" });
        stand.Bodies.Should().BeEmpty();
    }

    [Theory]
    [InlineData(AlertLevel.Critical, """{"result":"success","entity_id":"cpu/a"}""", "cpu/a")]
    [InlineData(AlertLevel.Warning, """{"result":"success","entity_id":"cpu/a"}""", "cpu/a")]
    [InlineData(AlertLevel.Info, """{"result":"success","entity_id":"cpu/a"}""", null)]
    [InlineData(AlertLevel.Ok, """{"result":"success","entity_id":"cpu/a"}""", null)]
    [InlineData(AlertLevel.Critical, """{"result":"failure","entity_id":"cpu/a"}""", null)]
    [InlineData(AlertLevel.Critical, "not JSON", null)]
    public async Task Problem_names_the_incident_it_became(AlertLevel level, string reply, string? incident)
    {
        await using var stand = await Stand.AnsweringAsync(200, reply);

        var delivery = await HandlerFor(stand).HandleAsync(Events.Critical() with { Level = level }, default);

        delivery.Incident.Should().Be(incident is null ? null : new IncidentReference("victorops", incident));
    }

    private static AlertEvent Done(ActivityKind kind, string by, string text) => Events.Critical() with
    {
        System = "pagerduty",
        Activity = new AlertActivity { Kind = kind, By = by, Text = text, System = "pagerduty", At = DateTimeOffset.FromUnixTimeSeconds(1577836900) },
    };

    [Fact]
    public async Task Links_and_values_of_other_systems_stand_where_VictorOps_shows_them()
    {
        await using var stand = await Stand.AnsweringAsync(200);
        var alert = Events.Critical() with
        {
            TaskName = "",
            Fields = new Dictionary<string, object?> { ["errors"] = 3L, ["loss"] = 0.5, ["note"] = "slow", ["entity_id"] = "x", ["none"] = null },
            Links = [new("Run", "https://x.example/1"), new("Run", "https://x.example/2"), new("", "https://x.example/3")],
        };

        await HandlerFor(stand).HandleAsync(alert, default);
        await HandlerFor(stand).HandleAsync(alert with { Level = AlertLevel.Ok }, default);

        stand.Bodies[0].Should().EndWith(
            ",\"errors\":3,\"loss\":0.5,\"note\":\"slow\",\"vo_annotate.s.Values\":\"errors 3, loss 0.5, note slow\",\"vo_annotate.u.Run\":\"https://x.example/1\"," +
            "\"vo_annotate.u.Run 2\":\"https://x.example/2\",\"vo_annotate.u.Link\":\"https://x.example/3\"}\n");
        stand.Bodies[1].Should().Contain("\"errors\":3").And.NotContain("vo_annotate", "annotations are those of a problem");
        JsonDocument.Parse(stand.Bodies[0]).RootElement.GetProperty("entity_id").GetString().Should().Be("cpu/a");
    }

    [Fact]
    public void Routing_key_that_nobody_filled_in_is_refused_where_it_is_defined()
    {
        new VictorOpsOptions { RoutingKey = "$routing_key" }.Check().Should().ContainSingle().Which.Message.Should().Contain("put one of yours in its place");
        new VictorOpsSettings { Enabled = true, ApiKey = "k", RoutingKey = "$routing_key", Url = new("https://vo.example/alert/k/$routing_key") }.Check()
            .Select(problem => problem.Option).Should().Equal("routing-key", "url");
        new VictorOpsOptions { RoutingKey = "${routing_key}" }.Check().Should().ContainSingle();
        new VictorOpsOptions { RoutingKey = "database" }.Check().Should().BeEmpty();
    }

    private static VictorOpsHandler HandlerFor(Stand stand, VictorOpsSettings? settings = null, string routingKey = "") => new(
        new VictorOpsOptions { RoutingKey = routingKey },
        (settings ?? new VictorOpsSettings()) with { Enabled = true, ApiKey = Key, RoutingKey = "everyone", Url = new Uri(stand.Url, "vo") },
        new HandlerContext(),
        new HttpClient(),
        TimeProvider.System);
}
