using Microsoft.AspNetCore.Http;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Handlers;
using Tocsin.Engine.Hosting;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.VictorOps.Incidents;

/// <summary>What becomes of an incident that is open: other levels, other handlers, other systems.</summary>
public sealed class IncidentUpdateTests : IncidentTest
{
    private static readonly AlertEvent Warning = Events.Critical() with { Level = AlertLevel.Warning, PreviousLevel = AlertLevel.Ok, Message = "cpu/a is WARNING" };
    private static readonly AlertEvent Rise = Events.Critical() with { PreviousLevel = AlertLevel.Warning, UnixNanoseconds = 1_577_836_920_000_000_000, Message = "cpu/a is CRITICAL" };

    [Fact]
    public async Task A_level_that_rises_is_noted_and_pages_again()
    {
        await HandlerFor().HandleAsync(Warning, default);

        var delivery = await HandlerFor().HandleAsync(Rise, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Incident.Should().Be(new IncidentReference("victorops", "1"));
        TheStand.Targets.Skip(2).Should().Equal("/v1/incidents", "/v1/incidents/1/notes", "/v1/incidents/reroute");
        TheStand.Bodies[^2].Should().Be(
            """{"name":"tocsin-CRITICAL-1577836920","display_name":"WARNING -> CRITICAL","json_value":{"level":"CRITICAL","previous_level":"WARNING","message":"cpu/a is CRITICAL","time":"2020-01-01T00:02:00+00:00"}}""" + "\n");
        TheStand.Bodies[^1].Should().Be(
            """{"userName":"tocsin","reroutes":[{"incidentNumber":"1","targets":[{"type":"EscalationPolicy","slug":"pol-all"}]}]}""" + "\n");
        Organisation.Incidents.Should().ContainSingle();
    }

    [Theory]
    [InlineData("{}", AlertLevel.Warning, AlertLevel.Critical, "/v1/incidents,/v1/incidents/1/notes")]
    [InlineData("""{"on-rise":"note"}""", AlertLevel.Critical, AlertLevel.Warning, "/v1/incidents,/v1/incidents/1/notes")]
    [InlineData("""{"on-rise":"none"}""", AlertLevel.Critical, AlertLevel.Warning, "/v1/incidents")]
    [InlineData("{}", AlertLevel.Critical, AlertLevel.Critical, "/v1/incidents")]
    public async Task Other_changes_page_nobody(string options, AlertLevel level, AlertLevel before, string requests)
    {
        Organisation.Open("cpu/a");

        var delivery = await HandlerFor(options).HandleAsync(Rise with { Level = level, PreviousLevel = before }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        string.Join(',', TheStand.Targets).Should().Be(requests);
    }

    [Fact]
    public async Task A_note_that_is_refused_keeps_nobody_from_being_paged()
    {
        Organisation.Open("cpu/a");
        Organisation.RefusesNotes = true;

        var delivery = await HandlerFor().HandleAsync(Rise, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        TheStand.Targets[^1].Should().Be("/v1/incidents/reroute");
        Log.Should().ContainSingle().Which.Should().Be("incident 1 of 'cpu/a' gets no note of its level CRITICAL: VictorOps answered 404");
    }

    [Theory]
    [InlineData("surprise")]
    [InlineData("{}")]
    [InlineData("""{"statuses":[]}""")]
    [InlineData("")]
    public async Task A_reroute_that_was_taken_is_done_whatever_the_answer_says(string answer)
    {
        Organisation.Open("cpu/a");
        Organisation.RerouteAnswer = answer;

        var delivery = await HandlerFor("""{"on-problem":"reroute"}""").HandleAsync(Events.Critical(), default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        delivery.Reply.Should().StartWith("VictorOps took the reroute, and its answer is not what was expected");
    }

    [Fact]
    public async Task Handlers_of_one_alert_open_one_incident_that_pages_the_targets_of_both()
    {
        Organisation.ListsLate = true;
        var problem = Events.Critical() with { PreviousLevel = AlertLevel.Ok };

        await Task.WhenAll(
            HandlerFor("""{"policies":["pol-a"]}""").HandleAsync(problem, default).AsTask(),
            HandlerFor("""{"policies":["pol-a"],"users":["dana"]}""").HandleAsync(problem, default).AsTask());

        Organisation.Incidents.Should().ContainSingle();
        var paged = TheStand.Bodies.Where(body => body.Contains("\"targets\"", StringComparison.Ordinal)).ToList();
        paged.Should().Contain(body => body.Contains("pol-a", StringComparison.Ordinal)).And.Contain(body => body.Contains("dana", StringComparison.Ordinal));
        paged.Count(body => body.Contains("pol-a", StringComparison.Ordinal)).Should().Be(1, "nobody is paged twice");

        await HandlerFor().HandleAsync(Recovery, default);

        Organisation.Incidents.Should().ContainSingle().Which.Should().StartWith("1 RESOLVED");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Handlers_of_one_alert_note_a_rise_once_and_page_each_target_once(bool isOwn)
    {
        string[] options = ["""{"policies":["pol-a"]}""", """{"policies":["pol-a"],"on-rise":"note"}""", """{"policies":["pol-a"],"users":["dana"]}"""];
        if (!isOwn)
            Organisation.Open("cpu/a");
        foreach (var each in options)
            await HandlerFor(each).HandleAsync(Warning, default);
        var before = TheStand.Targets.Count;

        foreach (var each in options.Concat(options))
            (await HandlerFor(each).HandleAsync(Rise, default)).Incident.Should().Be(new IncidentReference("victorops", "1"));

        TheStand.Targets.Skip(before).Where(target => target != "/v1/incidents").Should().Equal(
            "/v1/incidents/1/notes", "/v1/incidents/reroute", "/v1/incidents/reroute");
        TheStand.Bodies.Skip(before).Where(body => body.Contains("\"targets\"", StringComparison.Ordinal)).Should().SatisfyRespectively(
            first => first.Should().Contain("""
                "targets":[{"type":"EscalationPolicy","slug":"pol-a"}]
                """),
            second => second.Should().Contain("""
                "targets":[{"type":"User","slug":"dana"}]
                """));
    }

    [Fact]
    public async Task Each_rise_pages_again()
    {
        var later = Rise with { UnixNanoseconds = Rise.UnixNanoseconds + 60_000_000_000 };
        AlertEvent[] events = [Warning, Rise, later with { Level = AlertLevel.Warning, PreviousLevel = AlertLevel.Critical }, later with { UnixNanoseconds = later.UnixNanoseconds + 1 }];

        foreach (var each in events)
            await HandlerFor().HandleAsync(each, default);

        TheStand.Targets.Count(target => target == "/v1/incidents/1/notes").Should().Be(3);
        TheStand.Targets.Count(target => target == "/v1/incidents/reroute").Should().Be(2);
    }

    [Fact]
    public async Task A_reroute_that_is_tried_again_makes_no_second_note()
    {
        Organisation.Open("cpu/a");
        Organisation.Refusal = "not now";
        (await HandlerFor().HandleAsync(Rise, default)).Outcome.Should().Be(DeliveryOutcome.Refused);
        Organisation.Refusal = null;

        (await HandlerFor().HandleAsync(Rise, default)).Outcome.Should().Be(DeliveryOutcome.Done);

        TheStand.Targets.Should().Equal("/v1/incidents", "/v1/incidents/1/notes", "/v1/incidents/reroute", "/v1/incidents", "/v1/incidents/reroute");
    }

    [Fact]
    public async Task Recovery_resolves_all_incidents_of_the_alert_and_those_that_are_linked_by_number()
    {
        Organisation.Open("cpu/a");
        Organisation.Open("made elsewhere");
        Organisation.Open("of another alert");
        Organisation.Open("x", $"second one {IncidentMark.Of("cpu/a")}");

        var delivery = await HandlerFor().HandleAsync(
            Recovery with { Incidents = [new("victorops", "2"), new("victorops", "cpu/a"), new("pagerduty", "3")] }, default);

        delivery.Outcome.Should().Be(DeliveryOutcome.Done);
        Organisation.Incidents.Select(incident => incident.Split(' ')[1]).Should().Equal("RESOLVED", "RESOLVED", "UNACKED", "RESOLVED");
        TheStand.Bodies[^1].Should().Contain("""
            "incidentNames":["4","2","1"]
            """);
    }

    [Fact]
    public async Task An_incident_that_is_linked_by_number_is_that_of_the_problem()
    {
        Organisation.Open("made elsewhere");

        var delivery = await HandlerFor().HandleAsync(Warning with { Incidents = [new("victorops", "1")] }, default);

        delivery.Reply.Should().Be("incident 1 is open already");
        Organisation.Incidents.Should().ContainSingle();
        TheStand.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task Recovery_may_ask_for_an_acknowledgement()
    {
        Organisation.Open("cpu/a");

        await HandlerFor().HandleAsync(Recovery with { Tags = new Dictionary<string, string> { ["recovery"] = "acknowledge" } }, default);

        Organisation.Incidents.Should().Equal("1 ACKED ");
    }

    [Theory]
    [InlineData("""{"on-call":["database"]}""", "", """{"type":"EscalationPolicy","slug":"pol-all"},{"type":"User","slug":"dana"},{"type":"User","slug":"omar"}""")]
    [InlineData("""{"on-call":["pol-2"],"users":["dana"]}""", "", """{"type":"User","slug":"dana"},{"type":"User","slug":"omar"}""")]
    [InlineData("{}", "on-call: [team-2], ", """{"type":"EscalationPolicy","slug":"pol-all"},{"type":"User","slug":"ines"}""")]
    public async Task Who_is_on_call_is_looked_up_and_paged_too(string options, string setting, string targets)
    {
        var handler = HandlerFor(options, setting);

        await handler.HandleAsync(Events.Critical(), default);
        await handler.HandleAsync(Events.Critical() with { Id = "cpu/b" }, default);

        TheStand.Bodies[^1].Should().Contain($"\"targets\":[{targets}]");
        TheStand.Targets.Count(target => target == "/v1/oncall/current").Should().Be(1, "VictorOps answers that once a minute");
    }

    [Fact]
    public async Task Who_is_named_is_paged_though_nobody_knows_who_is_on_call()
    {
        await using var stand = await Stand.StartAsync(async context =>
        {
            context.Response.StatusCode = context.Request.Path.Value == "/v1/oncall/current" ? 403 : 200;
            await context.Response.WriteAsync(context.Request.Method == "POST" ? """{"incidentNumber":7}""" : """{"incidents":[]}""");
        });

        var named = await HandlerFor("""{"on-call":["database"]}""", url: stand.Url).HandleAsync(Events.Critical(), default);
        var onCallOnly = await HandlerFor("""{"on-call":["database"]}""", "policies: [], ", stand.Url).HandleAsync(Events.Critical() with { Id = "cpu/b" }, default);

        named.Outcome.Should().Be(DeliveryOutcome.Done);
        Log.Should().ContainSingle().Which.Should().StartWith("who is on call for database is not known, the others are paged: VictorOps answered 403");
        onCallOnly.Outcome.Should().Be(DeliveryOutcome.Retry);
    }
}
