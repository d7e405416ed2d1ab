using System.Net;
using System.Text;
using Tocsin.Engine.Hosting;
using Tocsin.Engine.Sources;
using Tocsin.Plugins.PagerDuty;
using Tocsin.Plugins.Rootly;
using Tocsin.Plugins.Rootly.Sources;
using Tocsin.Plugins.Tests.Testing;
using Tocsin.Plugins.VictorOps;
using Tocsin.Plugins.VictorOps.Incidents;
using Tocsin.Plugins.VictorOps.Sources;
using Tocsin.Sdk;

namespace Tocsin.Plugins.Tests.Activities;

/// <summary>One problem in several systems that keep their incidents in step: one alert here, and one incident in each.</summary>
public sealed class SyncedIncidentTests
{
    private const string Definitions = "[{ id: vo, kind: victorops, topic: incidents }, { id: rootly, kind: rootly, topic: incidents }]";

    private readonly List<string> _incidents = [];

    [Fact]
    public async Task A_webhook_about_an_incident_that_a_handler_opened_makes_no_second_alert()
    {
        await using var rig = await StartAsync();
        await rig.HandleAsync("cpu", "victorops-incident");
        await rig.HandleAsync("incidents", "rootly");
        Raise(rig, AlertLevel.Critical);
        await rig.SentAsync();

        await rig.PostAsync("vo", VictorOps("", "UNACKED", "1"));

        var alert = rig.Engine.Alerts.Activities.Find("cpu", "cpu:a");
        alert!.Incidents.Should().Equal(new IncidentReference("victorops", "1")); // Raised above.
        rig.StateOf("incidents", "vo-entity").Should().BeNull();
        (await rig.SentAsync()).Should().NotContain(sent => sent.Url.Contains("rootly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_webhook_that_comes_before_the_answer_of_its_handler_is_known_by_the_mark()
    {
        await using var rig = await StartAsync();

        await rig.PostAsync("vo", VictorOps("", "UNACKED", "1", $"cpu a is high {IncidentMark.Of("cpu:a")}"));

        rig.Engine.Alerts.Activities.List(new()).Should().BeEmpty();
    }

    [Fact]
    public async Task Rootlys_copy_of_an_incident_is_the_same_alert_and_ends_it()
    {
        await using var rig = await StartAsync();
        await rig.HandleAsync("cpu", "victorops-incident");
        await rig.HandleAsync("incidents", "victorops-incident");
        Raise(rig, AlertLevel.Critical);
        await rig.SentAsync();

        await rig.PostAsync("rootly", Rootly("incident.created", "1"));
        rig.StateOf("incidents", "r-1").Should().BeNull();
        await rig.PostAsync("rootly", Rootly("incident.resolved", "1"));
        await rig.SentAsync();

        rig.StateOf("cpu", "cpu:a")!.Value.Level.Should().Be(AlertLevel.Ok); // Raised above.
        _incidents.Should().Equal("RESOLVED");

        await rig.PostAsync("rootly", Rootly("incident.updated", "1"));

        rig.StateOf("cpu", "cpu:a")!.Value.Level.Should().Be(AlertLevel.Ok, "a copy that is still open opens nothing again"); // The same.
    }

    [Theory]
    [InlineData("victorops-incident")]
    [InlineData("victorops")]
    [InlineData("pagerduty2")]
    [InlineData("pagerduty")]
    public async Task An_incident_that_came_with_the_problem_is_not_opened_again(string kind)
    {
        await using var rig = await StartAsync();
        await rig.HandleAsync("incidents", kind);
        _incidents.AddRange(["UNACKED", "UNACKED"]);

        await rig.PostAsync("rootly", Rootly("incident.created", "2"));

        (await rig.SentAsync()).Should().NotContain(sent => sent.Method == "POST");
        rig.StateOf("incidents", "r-1")!.Value.Level.Should().Be(AlertLevel.Critical); // Raised just above.
    }

    [Fact]
    public async Task An_incident_that_is_linked_by_its_number_is_resolved_with_the_alert()
    {
        await using var rig = await StartAsync();
        await rig.HandleAsync("incidents", "victorops-incident");
        _incidents.AddRange(["UNACKED", "UNACKED"]);

        await rig.PostAsync("rootly", Rootly("incident.created", "2"));
        await rig.PostAsync("rootly", Rootly("incident.resolved", "2"));

        (await rig.SentAsync())[^1].Body.Should().Be("""{"userName":"tocsin","incidentNames":["2"],"message":"Checkout down"}""" + "\n");
        _incidents.Should().Equal("UNACKED", "RESOLVED");
    }

    [Theory]
    [InlineData("CUSTOM", "UNACKED", null)]
    [InlineData("PAGING", "UNACKED", null)]
    [InlineData("INFO", "UNACKED", null)]
    [InlineData("", "UNACKED", AlertLevel.Critical)]
    public async Task Notifications_of_other_types_are_ignored_and_counted(string type, string phase, AlertLevel? level)
    {
        await using var rig = await StartAsync();

        (await rig.PostAsync("vo", VictorOps(type, phase, "9"))).Reply.Status.Should().Be(202);

        rig.StateOf("incidents", "vo-entity")?.Level.Should().Be(level);
        rig.Engine.Sources.TryFind("vo", out var source).Should().BeTrue();
        source!.Counts.Ignored.Should().Be(level is null ? 1 : 0); // Just found.
    }

    private static void Raise(SourceRig rig, AlertLevel level) => rig.Engine.Alerts.Topics.Publish(
        "cpu", new AlertEvent { Topic = "cpu", Id = "cpu:a", Level = level, Message = "cpu a is high", UnixNanoseconds = 1_000_000_000 });

    private static string VictorOps(string type, string phase, string number, string title = "cpu a is high") => $$"""
        {"source":"victorops","event":"incident","entity_id":"vo-entity","incident":"{{number}}","phase":"{{phase}}","state":"CRITICAL",
         "notification_type":"{{type}}","last_ms":"1767225700000","monitoring_tool":"API","user":"dana","title":"{{title}}","message":""}
        """;

    private static string Rootly(string type, string number) => $$"""
        {"event":{"id":"{{type}}","type":"{{type}}","issued_at":"2026-01-01T00:10:00Z"},
         "data":{"id":"r-1","title":"Checkout down","status":"{{(type == "incident.resolved" ? "resolved" : "started")}}","severity":"sev1",
          "victor_ops_incident_id":"{{number}}","pagerduty_incident_id":"P1"} }
        """;

    private Task<SourceRig> StartAsync()
    {
        var services = ConfigFile.Parse("services.yaml", $$"""
            victorops: { enabled: true, api-key: k, routing-key: web }
            victorops-incident: { enabled: true, api-id: {{Guid.NewGuid()}}, api-key: k, user-name: tocsin, policies: [p] }
            pagerduty: { enabled: true, service-key: s }
            pagerduty2: { enabled: true, routing-key: r }
            rootly: { enabled: true, token: t }
            """, _ => null).Sections;
        return SourceRig.StartAsync(
            Definitions,
            new RigSettings { Services = services, Time = new FixedTime(Requests.Received), Answer = Answer },
            typeof(VictorOpsSource), typeof(RootlySource), typeof(VictorOpsHandler), typeof(IncidentHandler), typeof(RootlyHandler),
            typeof(PagerDutyHandler), typeof(PagerDuty2Handler));
    }

    // The public API of VictorOps, as far as it is asked here; incidents are numbered from 1.
    private HttpResponseMessage Answer(SentRequest request)
    {
        lock (_incidents)
        {
            if (request.Method == "POST" && request.Url.EndsWith("/v1/incidents", StringComparison.Ordinal))
                _incidents.Add("UNACKED");
            for (var i = 0; i < _incidents.Count && request.Method == "PATCH"; i++)
                _incidents[i] = request.Body.Contains($"\"{i + 1}\"", StringComparison.Ordinal) ? "RESOLVED" : _incidents[i];
            var listed = string.Join(',', _incidents.Select((phase, i) => $"{{\"incidentNumber\":\"{i + 1}\",\"entityId\":\"e-{i + 1}\",\"currentPhase\":\"{phase}\"}}"));
            var body = request.Method switch
            {
                "GET" => "{\"incidents\":[" + listed + "]}",
                "PATCH" => """{"results":[{"cmdAccepted":true}]}""",
                _ => $"{{\"incidentNumber\":\"{_incidents.Count}\"}}",
            };
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        }
    }
}
