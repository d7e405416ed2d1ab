using Microsoft.AspNetCore.Http;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

public sealed class IncidentHandlerTests : IncidentTest
{
    private const string Mark = "[#";

    [Fact]
    public async Task Problem_creates_an_incident()
    {
        var delivery = await HandlerFor("""{"policies":["pol-db"],"users":["dana"]}""").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Incident.Should().Be(new IncidentReference("victorops", "1"));
        TheStand.Targets.Should().Equal("/v1/incidents", "/v1/incidents");
        TheStand.Bodies[1].Should().Be(
            """
            {"summary":"cpu/a is CRITICAL <31> [#82e21b0cba13]","details":"cpu/a is CRITICAL <31>\nrunbook\n\nlevel CRITICAL, alert cpu/a, 2020-01-01T00:01:00Z",
            "userName":"tocsin","targets":[{"type":"EscalationPolicy","slug":"pol-db"},{"type":"User","slug":"dana"}],"isMultiResponder":false}
            """.ReplaceLineEndings("") + "\n");
    }

    [Fact]
    public async Task Recovery_resolves_the_incident_of_its_alert_even_after_a_restart()
    {
        await HandlerFor().HandleAsync(Events.Critical(), default);
        await HandlerFor().HandleAsync(Events.Critical() with { Id = "cpu/b", Message = "other" }, default);

        var delivery = await HandlerFor().HandleAsync(Recovery, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        Organisation.Incidents[0].Should().StartWith("1 RESOLVED cpu/a is CRITICAL");
        Organisation.Incidents[1].Should().StartWith("2 UNACKED other");
        TheStand.Bodies[^1].Should().Be("""{"userName":"tocsin","incidentNames":["1"],"message":"cpu/a is OK"}""" + "\n");
    }

    [Fact]
    public async Task Attempt_after_a_lost_answer_makes_no_second_incident()
    {
        var handler = HandlerFor();
        Organisation.LosesAnswers = true;

        var first = await handler.HandleAsync(Events.Critical(), default);
        Organisation.LosesAnswers = false;
        var second = await handler.HandleAsync(Events.Critical(), default);

        first.Outcome.Should().Be(DeliveryOutcome.Retry);
        second.Outcome.Should().Be(DeliveryOutcome.Done);
        second.Reply.Should().Be("incident 1 is open already");
        Organisation.Incidents.Should().ContainSingle();
    }

    [Fact]
    public async Task Alert_that_comes_back_after_its_incident_was_resolved_gets_a_new_one()
    {
        var handler = HandlerFor();
        await handler.HandleAsync(Events.Critical(), default);
        await handler.HandleAsync(Recovery, default);

        await handler.HandleAsync(Events.Critical(), default);

        Organisation.Incidents.Select(i => i.Split(Mark)[0]).Should().Equal("1 RESOLVED cpu/a is CRITICAL <31> ", "2 UNACKED cpu/a is CRITICAL <31> ");
    }

    [Fact]
    public async Task Incident_that_the_rest_integration_opened_is_the_same()
    {
        Organisation.Open("cpu/a");

        await HandlerFor().HandleAsync(Events.Critical(), default);
        await HandlerFor().HandleAsync(Recovery, default);

        Organisation.Incidents.Should().Equal("1 RESOLVED ");
    }

    [Fact]
    public async Task Recovery_without_an_incident_is_done()
    {
        Organisation.Open("cpu/a", phase: "RESOLVED");

        var delivery = await HandlerFor().HandleAsync(Recovery, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Reply.Should().Be("there is no open incident of this alert");
        TheStand.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("UNACKED", "1 ACKED ", 2)]
    [InlineData("ACKED", "1 ACKED ", 1)]
    public async Task Recovery_can_acknowledge_instead(string phase, string after, int requests)
    {
        Organisation.Open("cpu/a", phase: phase);

        await HandlerFor("""{"on-recovery":"acknowledge"}""").HandleAsync(Recovery, default);

        Organisation.Incidents.Should().Equal(after);
        TheStand.Requests.Should().HaveCount(requests);
    }

    [Fact]
    public async Task Problem_can_reroute_what_is_open()
    {
        Organisation.Open("cpu/a");

        var delivery = await HandlerFor("""{"on-problem":"reroute","users":["dana"]}""").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        TheStand.Bodies[^1].Should().Be(
            """{"userName":"tocsin","reroutes":[{"incidentNumber":"1","targets":[{"type":"User","slug":"dana"}]}]}""" + "\n");
    }

    [Fact]
    public async Task Nothing_asks_nobody()
    {
        var handler = HandlerFor("""{"on-problem":"none","on-recovery":"none"}""");

        (await handler.HandleAsync(Events.Critical(), default)).Should().Be(Delivery.Done);
        (await handler.HandleAsync(Recovery, default)).Should().Be(Delivery.Done);

        TheStand.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Team_stands_for_its_policies_which_are_asked_for_once()
    {
        var handler = HandlerFor("""{"teams":["database","team-2"],"multi-responder":true}""");

        await handler.HandleAsync(Events.Critical(), default);
        await handler.HandleAsync(Events.Critical() with { Id = "cpu/b" }, default);

        TheStand.Bodies[^1].Should().Contain(
            "\"targets\":[{\"type\":\"EscalationPolicy\",\"slug\":\"pol-1\"},{\"type\":\"EscalationPolicy\",\"slug\":\"pol-2\"}," +
            "{\"type\":\"EscalationPolicy\",\"slug\":\"pol-3\"}],\"isMultiResponder\":true");
        TheStand.Targets.Count(t => t == "/v1/policies").Should().Be(1);
    }

    [Fact]
    public async Task Unknown_team_is_told_with_the_way_out()
    {
        var delivery = await HandlerFor("""{"teams":["nobody"]}""").HandleAsync(Events.Critical(), default);

        delivery.Should().Be(Delivery.Refused("VictorOps has no team 'nobody' with an escalation policy: correct 'teams', or name 'policies' or 'users'"));
    }

    [Fact]
    public async Task Refused_change_is_a_dead_letter_unless_the_incident_is_as_it_should_be()
    {
        Organisation.Open("cpu/a");
        Organisation.Refusal = "no such user";

        var delivery = await HandlerFor().HandleAsync(Recovery, default);

        delivery.Should().Be(Delivery.Refused("VictorOps does not let incident 1 be resolved: no such user"));
    }

    [Fact]
    public async Task Person_who_was_faster_is_no_failure()
    {
        var looks = 0;
        await using var stand = await Stand.StartAsync(context => Answer(context, context.Request.Method == "PATCH"
            ? """{"results":[{"incidentNumber":"1","cmdAccepted":false,"message":"Already resolved"}]}"""
            : $$"""{"incidents":[{"incidentNumber":1,"entityId":"cpu/a","currentPhase":"{{(looks++ == 0 ? "ACKED" : "RESOLVED")}}"}]}"""));

        var delivery = await HandlerFor(url: stand.Url).HandleAsync(Recovery, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Reply.Should().Be("incident 1 was resolved in the meantime");
    }

    [Fact]
    public async Task Texts_are_templates_and_the_usual_ones_take_the_place_of_those_that_fail()
    {
        await HandlerFor("""{"summary":"{{ .Name }} on {{ .Level }}","details":"{{ gt 1 .Name }}"}""")
            .HandleAsync(Events.Critical() with { Name = "cpu" }, default);

        TheStand.Bodies[^1].Should().Contain("\"summary\":\"cpu on CRITICAL [#").And.Contain("\"details\":\"cpu/a is CRITICAL <31>");
        Log.Should().ContainSingle().Which.Should().StartWith("VictorOps: option 'details' of the alert 'cpu/a': template: details:1:");
    }

    [Fact]
    public async Task Nobody_to_page_is_told_with_the_way_out()
    {
        var handler = new IncidentHandler(new IncidentOptions(), new IncidentSettings { Url = TheStand.Url }, new HandlerContext(), Http, TimeProvider.System);

        var delivery = await handler.HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Refused);
        delivery.Reason.Should().StartWith("VictorOps: nobody to page: name 'policies', 'teams' or 'users' in the handler");
    }

    [Theory]
    [InlineData("""{"on-problem":"resolve"}""", "option 'on-problem': a problem resolves nothing; use create, acknowledge, reroute or none")]
    [InlineData("""{"on-recovery":"create"}""", "option 'on-recovery': a recovery pages nobody; use resolve, acknowledge or none")]
    [InlineData("""{"on-recovery":"shout"}""", "option 'on-recovery' must be one of create, acknowledge, resolve, reroute, none, not the text \"shout\"")]
    public void Actions_that_make_no_sense_are_refused_where_they_are_defined(string options, string error)
    {
        Kind.TryCreate(ConfigJson.Parse(options), new HandlerServices { Http = Http }, new HandlerContext(), out _, out var told).Should().BeFalse();

        told!.Message.Should().Be("handler kind 'victorops-incident': " + error);
    }

    private static async Task Answer(HttpContext context, string json) =>
        await context.Response.WriteAsync(json);
}
